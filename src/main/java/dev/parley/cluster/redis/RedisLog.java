package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The two calls of a log; both can be repeated. Safe on any thread, never blocks. */
final class RedisLog {
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
      Position known, String publisher, long first, List<byte[]> messages) {
    List<Object> arguments = new ArrayList<>(messages.size() + 7);
    arguments.add(bytes(known.epoch()));
    arguments.add(bytes(known.offset()));
    arguments.add(bytes(publisher));
    arguments.add(bytes(first));
    arguments.add(bytes(limits.entries()));
    arguments.add(bytes(limits.life().toMillis()));
    arguments.add(bytes(keys.channel()));
    arguments.addAll(messages);
    return guard
        .call("append", redis -> LuaScript.APPEND.list(redis, keys.keys(), arguments.toArray()))
        .thenApply(
            answer ->
                (Long) answer.get(0) == 1
                    ? new Appended(true, new Position((Long) answer.get(1), (Long) answer.get(2)))
                    : new Appended(false, new Position((Long) answer.get(1), 0)));
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
            redis -> LuaScript.CATCHUP.list(redis, keys.keys(), arguments))
        .thenApply(RedisLog::caught);
  }

  private static Caught caught(List<Object> answer) {
    Position head = new Position((Long) answer.get(0), (Long) answer.get(1));
    int end = 3 + 4 * Math.toIntExact((Long) answer.get(2));
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 3; i < end; i += 4) {
      String[] id = text(answer.get(i)).split("-", 2);
      entries.add(
          new LogEntry(
              new Position(Long.parseLong(id[0]), Long.parseLong(id[1])),
              text(answer.get(i + 1)),
              Long.parseLong(text(answer.get(i + 2))),
              (byte[]) answer.get(i + 3)));
    }
    Map<String, Long> marks = new HashMap<>();
    for (int i = end; i < answer.size(); i += 2) {
      String[] record = text(answer.get(i + 1)).split(" ", -1);
      marks.put(text(answer.get(i)), Long.valueOf(record[2]));
    }
    return new Caught(head, entries, marks);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  /**
   * The answer to a batch.
   *
   * @param written false when the log is in another epoch
   * @param first the position of the first message, offset 0 when it is not known; when nothing was
   *     written, the epoch of the log
   */
  record Appended(boolean written, Position first) {}

  /**
   * The log at one moment.
   *
   * @param marks the last sequence number of each publisher
   */
  record Caught(Position head, List<LogEntry> entries, Map<String, Long> marks) {}
}
