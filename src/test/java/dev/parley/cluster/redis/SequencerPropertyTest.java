package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.redis.RedisLog.Caught;
import dev.parley.cluster.redis.Sequencer.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is lost, doubled, late, skipped, delivered alone or published again: each message is
 * delivered once, and each place of the log is told once, in order.
 */
class SequencerPropertyTest {
  private static final int RUNS = 200;
  private static final int STEPS = 150;
  private static final List<String> OTHERS = List.of("a", "b");
  private static final String SELF = "self";

  private final List<String> delivered = new ArrayList<>();
  private final List<Position> told = new ArrayList<>();
  private final Set<String> alone = new LinkedHashSet<>();

  private final Sequencer sequencer = new Sequencer(new Recorder());
  private final List<LogEntry> log = new ArrayList<>();
  private final List<LogEntry> window = new ArrayList<>();
  private Position head = new Position(3, 0);
  private long selfTaken;
  private long selfLogged;

  static List<Long> seeds() {
    Long one = Long.getLong("parley.test.seed");
    long first = System.nanoTime() & 0xFFFFFF;
    return one != null ? List.of(one) : new Random(first).longs(RUNS, 0, 1L << 40).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachMessageOnceEachPlaceOnceInOrder(long seed) {
    Random random = new Random(seed);
    sequencer.joinAt(new Caught(head, List.of(), Map.of()));
    for (int i = 0; i < STEPS; i++) {
      step(random);
    }
    readAll(7);

    Set<String> inLog = new LinkedHashSet<>();
    log.forEach(entry -> inLog.add(name(entry)));
    assertThat(sequencer.isBehind()).isFalse();
    assertThat(delivered).doesNotHaveDuplicates();
    assertThat(new HashSet<>(delivered)).isEqualTo(union(inLog, alone));
    assertThat(told).containsExactlyElementsOf(log.stream().map(LogEntry::position).toList());
    // What came from the log only came in its order.
    List<String> fromLog = delivered.stream().filter(name -> !alone.contains(name)).toList();
    inLog.removeAll(alone);
    assertThat(fromLog).containsExactlyElementsOf(inLog);
  }

  private void step(Random random) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> append(OTHERS.get(random.nextInt(OTHERS.size())), random);
      case 5, 6 -> takeOwn(random.nextBoolean());
      case 7 -> logOwn(random);
      case 8 -> readAll(1 + random.nextInt(10));
      case 9 -> {
        if (random.nextInt(6) == 0) {
          newEpoch(random);
        }
      }
      default -> hear(random);
    }
  }

  /** Another node's message; numbers that were used up by repeats of a key leave holes. */
  private void append(String publisher, Random random) {
    long last =
        log.stream()
            .filter(entry -> entry.publisher().equals(publisher))
            .mapToLong(LogEntry::sequence)
            .max()
            .orElse(0);
    add(publisher, last + 1 + random.nextInt(2));
    maybeOffer(log.get(log.size() - 1), random);
  }

  private void takeOwn(boolean away) {
    selfTaken++;
    if (away) {
      // All that may wait behind a hole goes first, as it does when Redis is found to be away.
      for (long sequence = 1; sequence <= selfTaken; sequence++) {
        if (sequencer.deliverUnlogged(SELF, sequence, new byte[0])) {
          alone.add(SELF + sequence);
        }
      }
    }
  }

  private void logOwn(Random random) {
    while (selfLogged < selfTaken) {
      selfLogged++;
      add(SELF, selfLogged);
      maybeOffer(log.get(log.size() - 1), random);
    }
  }

  /** All publish again what they published lately; some of it gives way to others' repeats. */
  private void newEpoch(Random random) {
    head = new Position(head.epoch() + 1 + random.nextInt(3), 0);
    List<LogEntry> again = List.copyOf(window);
    window.clear();
    for (LogEntry entry : again) {
      if (random.nextInt(8) > 0) {
        add(entry.publisher(), entry.sequence());
        maybeOffer(log.get(log.size() - 1), random);
      }
    }
  }

  private void add(String publisher, long sequence) {
    head = new Position(head.epoch(), head.offset() + 1);
    LogEntry entry = new LogEntry(head, publisher, sequence, new byte[0]);
    log.add(entry);
    window.add(entry);
    if (window.size() > 12) {
      window.remove(0);
    }
  }

  private void maybeOffer(LogEntry entry, Random random) {
    for (int n = random.nextInt(3); n > 0; n--) {
      offer(entry);
    }
  }

  /** An old frame, or a late one. */
  private void hear(Random random) {
    if (!log.isEmpty()) {
      offer(log.get(Math.max(0, log.size() - 1 - random.nextInt(6))));
    }
  }

  private void offer(LogEntry entry) {
    assertThat(sequencer.offer(entry)).isNotEqualTo(Verdict.REWRITTEN);
  }

  private void readAll(int pageSize) {
    boolean complete;
    do {
      Position from = sequencer.position();
      List<LogEntry> page =
          log.stream().filter(entry -> entry.position().isAfter(from)).limit(pageSize).toList();
      complete = page.size() < pageSize;
      sequencer.caughtUp(new Caught(head, page, Map.of()), complete);
    } while (!complete);
  }

  private static String name(LogEntry entry) {
    return entry.publisher() + entry.sequence();
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  private final class Recorder implements Sequencer.Sink {
    @Override
    public void deliver(LogEntry entry) {
      delivered.add(name(entry));
      tell(entry);
    }

    @Override
    public void repeat(LogEntry entry) {
      assertThat(delivered).contains(name(entry));
      tell(entry);
    }

    @Override
    public void gap(Position after, Position until) {
      throw new AssertionError("a gap after " + after + " until " + until);
    }

    private void tell(LogEntry entry) {
      if (entry.position().isAfter(Position.NONE)) {
        told.add(entry.position());
      }
    }
  }
}
