package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.RateLimiter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sliding windows that all nodes share, by the clock of Redis.
 *
 * <p>Waits for Redis, at most for the guard's time-out; call it where blocking is allowed. While
 * Redis is away a limit that fails open is counted by this node alone, and one that fails closed
 * refuses.
 */
public final class RedisRateLimiter implements RateLimiter {
  private static final Duration CLOSED_FOR = Duration.ofSeconds(1);

  private final RedisGuard guard;
  private final String prefix;
  private final RateLimiter local;
  private final Supplier<String> clock;

  /**
   * @param local counts what fails open while Redis is away
   */
  RedisRateLimiter(RedisGuard guard, String prefix, RateLimiter local) {
    this(guard, prefix, local, () -> "");
  }

  /**
   * @param clock the time in microseconds, or an empty text for the clock of Redis
   */
  RedisRateLimiter(RedisGuard guard, String prefix, RateLimiter local, Supplier<String> clock) {
    this.guard = guard;
    this.prefix = prefix;
    this.local = local;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> tryAcquire(Limit limit, String subject) {
    List<Object> keys = List.of(prefix + ":rate_limit:{" + subject + "}:" + limit.name());
    Object[] arguments = {
      bytes(limit.permits()), bytes(limit.window().toNanos() / 1_000), bytes(clock.get())
    };
    try {
      long wait =
          guard.await("ratelimit", redis -> LuaScript.RATELIMIT.integer(redis, keys, arguments));
      return wait == 0 ? Optional.empty() : Optional.of(Duration.of(wait, ChronoUnit.MICROS));
    } catch (RedisUnavailableException away) {
      return limit.failOpen() ? local.tryAcquire(limit, subject) : Optional.of(CLOSED_FOR);
    }
  }
}
