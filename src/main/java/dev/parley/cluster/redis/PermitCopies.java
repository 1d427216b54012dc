package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.kernel.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;

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
   * How many counters wait at most; further ones are not shown. Redis takes so many in some 15 ms.
   */
  static final int MOST = 256;

  private static final Logger LOG = System.getLogger(PermitCopies.class.getName());

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
    try {
      // The next one is not made before this one has ended, so at most one is under way.
      guard.call("ratelimit", redis -> take(redis, batch)).whenComplete((done, failure) -> next());
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.ERROR, "Permits were not shown to Redis", bug);
      next();
    }
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

  private CompletionStage<Void> take(RedisLink redis, Map<String, Granted> granted) {
    RBatch batch = redis.client().createBatch(BatchOptions.defaults());
    granted.forEach(
        (key, permits) ->
            LuaScript.RATELIMIT.add(batch, List.of(key), permits.arguments(clock.get())));
    return batch
        .executeAsync()
        .<Void>thenApply(done -> null)
        .exceptionallyCompose(
            failure ->
                LuaScript.isUnknown(failure)
                    ? teach(redis, granted)
                    : CompletableFuture.failedFuture(failure));
  }

  /** Shows one counter, so that Redis learns the script; the others of the batch are let go. */
  private CompletionStage<Void> teach(RedisLink redis, Map<String, Granted> granted) {
    Map.Entry<String, Granted> one = granted.entrySet().iterator().next();
    return LuaScript.RATELIMIT
        .integer(redis, List.of(one.getKey()), one.getValue().arguments(clock.get()))
        .thenApply(done -> null);
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
