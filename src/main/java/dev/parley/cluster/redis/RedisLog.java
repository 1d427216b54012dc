package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The calls of a log; all can be repeated. Safe on any thread, never blocks. */
final class RedisLog {
  private static final Duration KEY_LIFE = Duration.ofMinutes(5);
  // A counter that begins anew is seen by people; it outlives a cluster that rests for a while.
  private static final Duration NUMBERS_LIFE = Duration.ofDays(7);
  private static final byte[] NOTHING = {};
  private static final byte[] YES = bytes(1);
  private static final byte[] ZERO = bytes(0);

  private final RedisGuard guard;
  private final LogKeys keys;
  private final LogLimits limits;

  RedisLog(RedisGuard guard, LogKeys keys, LogLimits limits) {
    this.guard = guard;
    this.keys = keys;
    this.limits = limits;
  }

  /**
   * Writes a batch; see {@code append.lua}.
   *
   * @param known the highest position that this node has seen; its epoch is the one to write in
   * @param first the sequence number of the first message, the others follow it
   */
  CompletionStage<Appended> append(
      Position known, String publisher, long first, List<Draft> batch) {
    List<Object> arguments = new ArrayList<>(10 + 5 * batch.size());
    arguments.add(bytes(known.epoch()));
    arguments.add(bytes(known.offset()));
    arguments.add(bytes(publisher));
    arguments.add(bytes(first));
    arguments.add(bytes(limits.entries()));
    arguments.add(bytes(limits.life().toMillis()));
    arguments.add(bytes(NUMBERS_LIFE.toMillis()));
    arguments.add(bytes(KEY_LIFE.toMillis()));
    arguments.add(bytes(keys.channel()));
    arguments.add(bytes(limits.bytes()));
    for (Draft draft : batch) {
      boolean counted = draft.counter() != null;
      arguments.add(draft.message());
      arguments.add(draft.key() == null ? NOTHING : YES);
      arguments.add(counted ? bytes(draft.counter()) : NOTHING);
      arguments.add(counted ? bytes(draft.number()) : ZERO);
      arguments.add(counted ? bytes(draft.seen()) : ZERO);
    }
    return guard
        .call(
            "append",
            redis -> LuaScript.APPEND.list(redis, keys.append(batch), arguments.toArray()))
        .thenApply(RedisLog::appended);
  }

  /**
   * Where the log stands, and what follows a position; see {@code catchup.lua}.
   *
   * @param known the highest position that this node has seen
   * @param rewritten whether the node knows that the log went back
   */
  CompletionStage<Caught> catchUp(Position known, Position after, int count, boolean rewritten) {
    return position(known, after, count, false, rewritten);
  }

  /** Where the log stands, and how far each publisher has come. */
  CompletionStage<Caught> join() {
    return position(Position.NONE, Position.NONE, 0, true, false);
  }

  /** The newest entries before a position, newest first; see {@code history.lua}. */
  CompletionStage<List<LogEntry>> before(Position position, int count) {
    Object[] arguments = {bytes(position.epoch()), bytes(position.offset()), bytes(count)};
    return guard
        .call("history", redis -> LuaScript.HISTORY.list(redis, keys.entries(), arguments))
        .thenApply(answer -> entries(answer, 0, answer.size()));
  }

  private CompletionStage<Caught> position(
      Position known, Position after, int count, boolean marks, boolean rewritten) {
    Object[] arguments = {
      bytes(known.epoch()),
      bytes(known.offset()),
      bytes(after.epoch()),
      bytes(after.offset()),
      bytes(count),
      bytes(limits.life().toMillis()),
      bytes(marks ? 1 : 0),
      bytes(rewritten ? 1 : 0)
    };
    return guard
        .call(
            marks ? "join" : "catchup",
            redis -> LuaScript.CATCHUP.list(redis, keys.log(), arguments))
        .thenApply(RedisLog::caught);
  }

  private static Appended appended(List<Object> answer) {
    long epoch = (Long) answer.get(1);
    List<Published> places = new ArrayList<>();
    for (int i = 2; i < answer.size(); i += 3) {
      long first = (Long) answer.get(i + 2);
      places.add(
          new Published(
              new Position(first == 0 ? epoch : first, (Long) answer.get(i)),
              (Long) answer.get(i + 1),
              first != 0));
    }
    return new Appended((Long) answer.get(0) == 1, epoch, places);
  }

  private static Caught caught(List<Object> answer) {
    Position head = new Position((Long) answer.get(0), (Long) answer.get(1));
    int end = 3 + 4 * Math.toIntExact((Long) answer.get(2));
    Map<String, Long> marks = new HashMap<>();
    for (int i = end; i < answer.size(); i += 2) {
      marks.put(text(answer.get(i)), (Long) answer.get(i + 1));
    }
    return new Caught(head, entries(answer, 3, end), marks);
  }

  private static List<LogEntry> entries(List<Object> answer, int begin, int end) {
    List<LogEntry> entries = new ArrayList<>((end - begin) / 4);
    for (int i = begin; i < end; i += 4) {
      String[] id = text(answer.get(i)).split("-", 2);
      entries.add(
          new LogEntry(
              new Position(Long.parseLong(id[0]), Long.parseLong(id[1])),
              text(answer.get(i + 1)),
              Long.parseLong(text(answer.get(i + 2))),
              (byte[]) answer.get(i + 3)));
    }
    return entries;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  /**
   * The answer to a batch.
   *
   * @param written false when the log is in another epoch
   * @param epoch of the log
   * @param places of each message; offset 0 where it is no longer known
   */
  record Appended(boolean written, long epoch, List<Published> places) {}

  /**
   * The log at one moment.
   *
   * @param marks the last sequence number of each publisher
   */
  record Caught(Position head, List<LogEntry> entries, Map<String, Long> marks) {}
}
