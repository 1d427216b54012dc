package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;

/**
 * Shows Redis the permits that this node granted on its own, up to {@link #DELAY} later and many at
 * a time.
 *
 * <p>Nobody waits for them, and nothing depends on them: what Redis does not take in time is let
 * go. Safe on any thread, never blocks.
 */
final class PermitCopies {
  /** How long a permit waits for others; each call costs more than the permits in it. */
  static final Duration DELAY = Duration.ofMillis(500);

  /**
   * How many counters wait at most; further ones are not shown. Redis is busy with so many for some
   * 60 ms.
   */
  static final int MOST = 1_024;

  private final RedisGuard guard;
  private final Scheduler scheduler;
  private final Supplier<String> clock;

  // Guarded by this.
  private Map<String, Granted> waiting = new HashMap<>();
  private boolean scheduled;

  PermitCopies(RedisGuard guard, Scheduler scheduler, Supplier<String> clock) {
    this.guard = guard;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Notes a permit.
   *
   * @param key of the counter in Redis
   */
  void add(String key, Limit limit) {
    synchronized (this) {
      Granted granted = waiting.get(key);
      if (granted != null) {
        granted.permits++;
      } else if (waiting.size() < MOST) {
        waiting.put(key, new Granted(limit));
      }
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    scheduler.schedule(DELAY, this::send);
  }

  private void send() {
    Map<String, Granted> batch;
    synchronized (this) {
      batch = waiting;
      waiting = new HashMap<>();
    }
    if (guard.isSilent()) {
      next();
      return;
    }
    // The next one is not made before this one has ended, so at most one is under way.
    guard.call("ratelimit", redis -> take(redis, batch)).whenComplete((done, failure) -> next());
  }

  private void next() {
    synchronized (this) {
      if (waiting.isEmpty()) {
        scheduled = false;
        return;
      }
    }
    scheduler.schedule(DELAY, this::send);
  }

  private CompletionStage<Void> take(RedissonClient redis, Map<String, Granted> granted) {
    RBatch batch = redis.createBatch(BatchOptions.defaults());
    granted.forEach(
        (key, permits) ->
            LuaScript.RATELIMIT.add(batch, List.of(key), permits.arguments(clock.get())));
    return batch
        .executeAsync()
        .<Void>thenApply(done -> null)
        .exceptionallyCompose(
            failure ->
                LuaScript.isUnknown(failure)
                    ? oneByOne(redis, granted)
                    : CompletableFuture.failedFuture(failure));
  }

  /** So that Redis learns the script. */
  private CompletionStage<Void> oneByOne(RedissonClient redis, Map<String, Granted> granted) {
    List<CompletableFuture<Long>> answers = new ArrayList<>(granted.size());
    granted.forEach(
        (key, permits) ->
            answers.add(
                LuaScript.RATELIMIT
                    .integer(redis, List.of(key), permits.arguments(clock.get()))
                    .toCompletableFuture()));
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
  }

  /** Permits of one counter. */
  private static final class Granted {
    private final Limit limit;
    private int permits = 1;

    Granted(Limit limit) {
      this.limit = limit;
    }

    Object[] arguments(String now) {
      return new Object[] {
        bytes(limit.permits()), bytes(limit.window().toNanos() / 1_000), bytes(now), bytes(permits)
      };
    }
  }
}
