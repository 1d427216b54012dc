package dev.parley.cluster.redis;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.redis.RedisLog.Caught;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the entries of a log into order and delivers each once.
 *
 * <p>Entries come from the channel, from the answers to this node's own batches and from the log
 * itself, doubled, late and with holes. Knows no clock and no Redis. Used by one thread at a time.
 */
final class Sequencer {
  /** What became of an entry. */
  enum Verdict {
    DELIVERED,
    REPEAT,
    /** Something before it is missing; it is kept until the log has been read. */
    AHEAD,
    /** It stands where something else stood: the log went back and was written again. */
    REWRITTEN
  }

  /** Gets what is in order. */
  interface Sink {
    void deliver(LogEntry entry);

    /** An entry of the log that was delivered before, from another place or from none. */
    void repeat(LogEntry entry);

    void gap(Position after, Position until);
  }

  private static final int MAX_AHEAD = 4_096;
  private static final int MAX_PUBLISHERS = 1_024;

  private final Sink sink;
  private final TreeMap<Position, LogEntry> ahead = new TreeMap<>();
  // The last sequence number delivered of each publisher; incarnations that left drop out.
  private final Map<String, Long> marks =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_PUBLISHERS;
        }
      };
  private Position position = Position.NONE;
  private Position known = Position.NONE;

  Sequencer(Sink sink) {
    this.sink = sink;
  }

  /** Begins at the end of the log: what was published before is not for this node. */
  void joinAt(Caught start) {
    start.marks().forEach((publisher, last) -> marks.merge(publisher, last, Math::max));
    position = start.head();
    see(position);
    forgetAheadUpTo(position);
    drain();
  }

  /** The last position that was delivered or given up. */
  Position position() {
    return position;
  }

  /** The highest position that anybody told of. */
  Position known() {
    return known;
  }

  /** Whether something is known to exist that was not delivered. */
  boolean isBehind() {
    return known.isAfter(position);
  }

  Verdict offer(LogEntry entry) {
    Position at = entry.position();
    if (!at.isAfter(position)) {
      boolean unseen = entry.sequence() > mark(entry.publisher());
      return unseen && at.epoch() == position.epoch() ? Verdict.REWRITTEN : Verdict.REPEAT;
    }
    see(at);
    if (follows(at)) {
      accept(entry);
      drain();
      return Verdict.DELIVERED;
    }
    ahead.putIfAbsent(at, entry);
    if (ahead.size() > MAX_AHEAD) {
      // The log still has it.
      ahead.pollLastEntry();
    }
    return Verdict.AHEAD;
  }

  /**
   * Takes what was read from the log after {@link #position()}.
   *
   * @param complete whether that was everything up to the head
   */
  void caughtUp(Caught read, boolean complete) {
    see(read.head());
    for (LogEntry entry : read.entries()) {
      see(entry.position());
      if (entry.position().isAfter(position)) {
        advanceTo(entry.position());
        accept(entry);
      }
    }
    if (complete && read.head().isAfter(position)) {
      Position head = read.head();
      advanceTo(new Position(head.epoch(), head.offset() + 1));
    }
    forgetAheadUpTo(position);
    drain();
  }

  /** Delivers a message that no log has yet; false when it was delivered before. */
  boolean deliverUnlogged(String publisher, long sequence, byte[] message) {
    return deliverOnce(new LogEntry(Position.NONE, publisher, sequence, message));
  }

  /** Somebody told that the log has come this far. */
  void learn(Position at) {
    see(at);
  }

  private void see(Position at) {
    if (at.isAfter(known)) {
      known = at;
    }
  }

  private long mark(String publisher) {
    return marks.getOrDefault(publisher, 0L);
  }

  private boolean follows(Position at) {
    return at.epoch() == position.epoch() && at.offset() == position.offset() + 1;
  }

  /** Moves to just before a position of the log; what the log has no more, the channel may have. */
  private void advanceTo(Position target) {
    if (target.epoch() > position.epoch()) {
      position = new Position(target.epoch(), 0);
    }
    forgetAheadUpTo(position);
    while (!ahead.isEmpty() && ahead.firstKey().compareTo(target) < 0) {
      LogEntry kept = ahead.pollFirstEntry().getValue();
      skipTo(kept.position());
      accept(kept);
    }
    skipTo(target);
  }

  private void skipTo(Position target) {
    if (position.offset() + 1 < target.offset()) {
      Position until = new Position(target.epoch(), target.offset() - 1);
      sink.gap(position, until);
      position = until;
    }
  }

  private void forgetAheadUpTo(Position end) {
    ahead.headMap(end, true).clear();
  }

  private void drain() {
    while (!ahead.isEmpty() && follows(ahead.firstKey())) {
      accept(ahead.pollFirstEntry().getValue());
    }
  }

  private void accept(LogEntry entry) {
    position = entry.position();
    if (!deliverOnce(entry)) {
      sink.repeat(entry);
    }
  }

  private boolean deliverOnce(LogEntry entry) {
    boolean unseen = entry.sequence() > mark(entry.publisher());
    if (unseen) {
      marks.put(entry.publisher(), entry.sequence());
      sink.deliver(entry);
    }
    return unseen;
  }
}
