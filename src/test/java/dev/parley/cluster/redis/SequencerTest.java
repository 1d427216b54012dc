package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.redis.RedisLog.Caught;
import dev.parley.cluster.redis.Sequencer.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private final List<String> delivered = new ArrayList<>();
  private final List<String> repeated = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final Sequencer sequencer =
      new Sequencer(
          new Sequencer.Sink() {
            @Override
            public void deliver(LogEntry entry) {
              delivered.add(entry.publisher() + entry.sequence());
            }

            @Override
            public void repeat(LogEntry entry) {
              repeated.add(entry.position() + " " + entry.publisher() + entry.sequence());
            }

            @Override
            public void gap(Position after, Position until) {
              gaps.add(after + ".." + until);
            }
          });

  @Test
  void entriesInOrderAreDeliveredAndRepeatsAreNot() {
    joinAt(7, 0);

    assertThat(offer(7, 1, "a", 1)).isEqualTo(Verdict.DELIVERED);
    assertThat(offer(7, 1, "a", 1)).isEqualTo(Verdict.REPEAT);
    assertThat(offer(7, 2, "b", 1)).isEqualTo(Verdict.DELIVERED);

    assertThat(delivered).containsExactly("a1", "b1");
  }

  @Test
  void whatIsAheadWaitsForTheHole() {
    joinAt(7, 0);

    assertThat(offer(7, 3, "a", 3)).isEqualTo(Verdict.AHEAD);
    assertThat(offer(7, 2, "a", 2)).isEqualTo(Verdict.AHEAD);
    assertThat(delivered).isEmpty();
    assertThat(sequencer.isBehind()).isTrue();

    offer(7, 1, "a", 1);

    assertThat(delivered).containsExactly("a1", "a2", "a3");
    assertThat(sequencer.isBehind()).isFalse();
  }

  @Test
  void whatWasPublishedBeforeTheNodeJoinedIsNotForIt() {
    offer(7, 4, "a", 4);
    offer(7, 6, "a", 6);

    sequencer.joinAt(new Caught(new Position(7, 5), List.of(), Map.of("a", 5L)));

    assertThat(delivered).containsExactly("a6");
    assertThat(offer(7, 5, "a", 5)).isEqualTo(Verdict.REPEAT);
  }

  @Test
  void theLogFillsAHole() {
    joinAt(7, 0);
    offer(7, 3, "a", 3);

    read(7, 3, entry(7, 1, "a", 1), entry(7, 2, "a", 2), entry(7, 3, "a", 3));

    assertThat(delivered).containsExactly("a1", "a2", "a3");
    assertThat(gaps).isEmpty();
  }

  @Test
  void whatTheLogNoLongerHasIsReportedUnlessTheChannelBroughtIt() {
    joinAt(7, 0);
    offer(7, 3, "a", 3);

    read(7, 6, entry(7, 6, "a", 6));

    assertThat(delivered).containsExactly("a3", "a6");
    assertThat(gaps).containsExactly("7-0..7-2", "7-3..7-5");
  }

  @Test
  void aLogWithoutEntriesBehindItsHeadIsAGap() {
    joinAt(7, 2);

    read(7, 5);

    assertThat(gaps).containsExactly("7-2..7-5");
    assertThat(sequencer.position()).isEqualTo(new Position(7, 5));
  }

  @Test
  void aPartOfTheLogIsNotTakenForTheWhole() {
    joinAt(7, 0);

    sequencer.caughtUp(
        new Caught(new Position(7, 5), List.of(entry(7, 1, "a", 1)), Map.of()), false);

    assertThat(gaps).isEmpty();
    assertThat(sequencer.isBehind()).isTrue();
  }

  @Test
  void aNewEpochIsReadFromTheLogAfterTheRestOfTheOld() {
    joinAt(7, 0);
    offer(7, 1, "a", 1);

    assertThat(offer(9, 2, "a", 3)).isEqualTo(Verdict.AHEAD);
    read(9, 2, entry(7, 2, "b", 1), entry(9, 1, "a", 2), entry(9, 2, "a", 3));

    assertThat(delivered).containsExactly("a1", "b1", "a2", "a3");
    assertThat(gaps).isEmpty();
  }

  @Test
  void whatIsPublishedAgainInANewEpochIsDeliveredOnlyWhereItIsMissing() {
    joinAt(7, 0);
    offer(7, 1, "a", 1);
    offer(7, 2, "a", 2);

    read(9, 3, entry(9, 1, "a", 1), entry(9, 2, "a", 2), entry(9, 3, "a", 3));

    assertThat(delivered).containsExactly("a1", "a2", "a3");
    assertThat(repeated).containsExactly("9-1 a1", "9-2 a2");
  }

  @Test
  void anEmptyNewEpochIsFollowed() {
    joinAt(7, 4);

    read(9, 0);

    assertThat(sequencer.position()).isEqualTo(new Position(9, 0));
    assertThat(gaps).isEmpty();
    assertThat(offer(9, 1, "a", 1)).isEqualTo(Verdict.DELIVERED);
  }

  @Test
  void aLateEntryOfAnOldEpochIsARepeat() {
    joinAt(9, 0);
    assertThat(offer(7, 100, "a", 100)).isEqualTo(Verdict.REPEAT);
    assertThat(delivered).isEmpty();
  }

  @Test
  void anOldOffsetUnderANewNumberShowsThatHistoryWasRewritten() {
    joinAt(7, 0);
    offer(7, 1, "a", 1);
    offer(7, 2, "a", 2);

    assertThat(offer(7, 2, "b", 1)).isEqualTo(Verdict.REWRITTEN);
    assertThat(delivered).containsExactly("a1", "a2");
  }

  @Test
  void whatWasDeliveredWithoutTheLogIsNotDeliveredFromIt() {
    joinAt(7, 0);
    sequencer.deliverUnlogged("me", 1, new byte[0]);
    sequencer.deliverUnlogged("me", 2, new byte[0]);
    sequencer.deliverUnlogged("me", 2, new byte[0]);

    offer(7, 1, "me", 1);
    offer(7, 2, "other", 1);
    offer(7, 3, "me", 2);
    offer(7, 4, "me", 3);

    assertThat(delivered).containsExactly("me1", "me2", "other1", "me3");
    assertThat(repeated).containsExactly("7-1 me1", "7-3 me2");
  }

  @Test
  void anyOrderOfArrivalEndsInTheOrderOfTheLog() {
    for (long seed = 0; seed < 300; seed++) {
      delivered.clear();
      Sequencer fresh = shuffled(new Random(seed));
      assertThat(fresh.isBehind()).as("seed %d", seed).isFalse();
      assertThat(delivered)
          .as("seed %d", seed)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 60).mapToObj(i -> "a" + i).toList());
      assertThat(gaps).isEmpty();
    }
  }

  /** Frames are lost, doubled and swapped; reads of the log happen now and then. */
  private Sequencer shuffled(Random random) {
    Sequencer fresh =
        new Sequencer(
            new Sequencer.Sink() {
              @Override
              public void deliver(LogEntry entry) {
                delivered.add(entry.publisher() + entry.sequence());
              }

              @Override
              public void repeat(LogEntry entry) {
                repeated.add(entry.position() + " " + entry.publisher() + entry.sequence());
              }

              @Override
              public void gap(Position after, Position until) {
                gaps.add(after + ".." + until);
              }
            });
    fresh.joinAt(new Caught(new Position(3, 0), List.of(), Map.of()));
    List<LogEntry> log = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      log.add(entry(3, i, "a", i));
      for (int n = random.nextInt(3); n > 0; n--) {
        fresh.offer(log.get(Math.max(0, log.size() - 1 - random.nextInt(5))));
      }
      if (random.nextInt(8) == 0) {
        readAll(fresh, log, 1 + random.nextInt(10));
      }
    }
    readAll(fresh, log, 7);
    return fresh;
  }

  private static void readAll(Sequencer sequencer, List<LogEntry> log, int pageSize) {
    boolean complete;
    do {
      Position from = sequencer.position();
      List<LogEntry> page =
          log.stream().filter(entry -> entry.position().isAfter(from)).limit(pageSize).toList();
      complete = page.size() < pageSize;
      sequencer.caughtUp(new Caught(log.get(log.size() - 1).position(), page, Map.of()), complete);
    } while (!complete);
  }

  private void joinAt(long epoch, long offset) {
    sequencer.joinAt(new Caught(new Position(epoch, offset), List.of(), Map.of()));
  }

  private Verdict offer(long epoch, long offset, String publisher, long sequence) {
    return sequencer.offer(entry(epoch, offset, publisher, sequence));
  }

  private void read(long epoch, long offset, LogEntry... entries) {
    sequencer.caughtUp(
        new Caught(new Position(epoch, offset), Arrays.asList(entries), Map.of()), true);
  }

  private static LogEntry entry(long epoch, long offset, String publisher, long sequence) {
    return new LogEntry(new Position(epoch, offset), publisher, sequence, new byte[0]);
  }
}
