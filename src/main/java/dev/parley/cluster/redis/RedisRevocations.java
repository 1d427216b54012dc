package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.Revocations;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Revocations in Redis, each with an end of its own, by the clock of Redis.
 *
 * <p>What could not be written is tried again every second as long as this node lives. All lie
 * under one hash tag, since they are read together.
 */
public final class RedisRevocations implements Revocations {
  private static final Logger LOG = System.getLogger(RedisRevocations.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(1);
  // A batch takes Redis about a millisecond.
  private static final int BATCH = 200;
  private static final long NANOS = 1_000_000_000L;

  private final RedisGuard guard;
  private final List<Object> keys;
  private final int most;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Supplier<String> clock;
  private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();
  private final AtomicBoolean retrying = new AtomicBoolean();

  RedisRevocations(
      RedisGuard guard, String prefix, int most, Scheduler scheduler, TimeSource time) {
    this(guard, prefix, most, scheduler, time, () -> "");
  }

  /**
   * @param clock the time in milliseconds, or an empty text for the clock of Redis
   */
  RedisRevocations(
      RedisGuard guard,
      String prefix,
      int most,
      Scheduler scheduler,
      TimeSource time,
      Supplier<String> clock) {
    this.guard = guard;
    this.keys = List.of(prefix + ":{revocations}:moments", prefix + ":{revocations}:ends");
    this.most = most;
    this.scheduler = scheduler;
    this.time = time;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> remember(Revocation revocation, Duration life) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    write(revocation, life)
        .whenComplete(
            (remembered, away) -> {
              if (away != null) {
                keep(revocation, life);
                result.completeExceptionally(new ParleyException(ErrorCode.UNAVAILABLE));
              } else if (remembered == 0) {
                result.completeExceptionally(new ParleyException(ErrorCode.OVERLOADED));
              } else {
                result.complete(null);
              }
            });
    return result;
  }

  @Override
  public CompletionStage<Void> restore(List<Remembered> lost) {
    List<Remembered> rest =
        lost.stream().filter(remembered -> remembered.left().toMillis() > 0).toList();
    CompletableFuture<Void> result = new CompletableFuture<>();
    restore(rest, 0, result);
    return result;
  }

  /** One batch at a time, so that others' calls go in between. */
  private void restore(List<Remembered> rest, long refused, CompletableFuture<Void> result) {
    if (rest.isEmpty()) {
      if (refused == 0) {
        result.complete(null);
      } else {
        result.completeExceptionally(new ParleyException(ErrorCode.OVERLOADED));
      }
      return;
    }
    List<Remembered> batch = rest.subList(0, Math.min(BATCH, rest.size()));
    write(batch)
        .whenComplete(
            (remembered, away) -> {
              if (away == null) {
                restore(
                    rest.subList(batch.size(), rest.size()),
                    refused + batch.size() - remembered,
                    result);
              } else {
                result.completeExceptionally(new ParleyException(ErrorCode.UNAVAILABLE));
              }
            });
  }

  @Override
  public CompletionStage<List<Remembered>> all() {
    CompletableFuture<List<Remembered>> result = new CompletableFuture<>();
    Object[] arguments = {bytes(clock.get())};
    guard
        .call("revoked", redis -> LuaScript.REVOKED.list(redis, keys, arguments))
        .whenComplete(
            (rows, away) -> {
              if (away == null) {
                result.complete(remembered(rows));
              } else {
                result.completeExceptionally(new ParleyException(ErrorCode.UNAVAILABLE));
              }
            });
    return result;
  }

  private CompletionStage<Long> write(Revocation revocation, Duration life) {
    return write(List.of(new Remembered(revocation, life)));
  }

  /** Answers how many are remembered. */
  private CompletionStage<Long> write(List<Remembered> batch) {
    List<Object> arguments = new ArrayList<>(2 + 3 * batch.size());
    arguments.add(bytes(most));
    arguments.add(bytes(clock.get()));
    for (Remembered remembered : batch) {
      arguments.add(bytes(subject(remembered.revocation())));
      arguments.add(bytes(moment(remembered.revocation().before())));
      arguments.add(bytes(remembered.left().toMillis()));
    }
    return guard.call(
        "revoke", redis -> LuaScript.REVOKE.integer(redis, keys, arguments.toArray()));
  }

  private void keep(Revocation revocation, Duration life) {
    if (unwritten.size() < most) {
      Unwritten kept = new Unwritten(revocation, time.nanoTime() + life.toNanos());
      unwritten.merge(subject(revocation), kept, Unwritten::later);
    }
    if (retrying.compareAndSet(false, true)) {
      scheduler.schedule(RETRY, this::retry);
    }
  }

  /** One write at a time shows whether Redis is back; the others follow it. */
  private void retry() {
    retrying.set(false);
    unwritten.values().stream().findFirst().ifPresent(this::writeAgain);
  }

  private void writeAgain(Unwritten kept) {
    Duration left = Duration.ofNanos(kept.until - time.nanoTime());
    if (left.isNegative() || left.isZero()) {
      written(kept);
      return;
    }
    write(kept.revocation, left)
        .whenComplete(
            (remembered, away) -> {
              if (away != null) {
                keep(kept.revocation, left);
                return;
              }
              if (remembered == 0) {
                LOG.log(Level.ERROR, "A revocation was not remembered: there are too many");
              }
              written(kept);
            });
  }

  private void written(Unwritten kept) {
    unwritten.remove(subject(kept.revocation), kept);
    retry();
  }

  private static List<Remembered> remembered(List<Object> rows) {
    List<Remembered> all = new ArrayList<>(rows.size() / 3);
    for (int i = 0; i + 2 < rows.size(); i += 3) {
      String subject = text(rows.get(i));
      int colon = subject.indexOf(':');
      Revocation revocation =
          new Revocation(
              Revocation.Kind.valueOf(subject.substring(0, colon)),
              subject.substring(colon + 1),
              instant(text(rows.get(i + 1))));
      all.add(new Remembered(revocation, Duration.ofMillis(Long.parseLong(text(rows.get(i + 2))))));
    }
    return all;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private static String subject(Revocation revocation) {
    return revocation.kind().name() + ':' + revocation.subject();
  }

  private static String moment(Instant before) {
    return "%020d".formatted(before.getEpochSecond() * NANOS + before.getNano());
  }

  private static Instant instant(String moment) {
    long nanos = Long.parseLong(moment);
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
  }

  private record Unwritten(Revocation revocation, long until) {
    Unwritten later(Unwritten other) {
      return other.revocation.before().isBefore(revocation.before()) ? this : other;
    }
  }
}
