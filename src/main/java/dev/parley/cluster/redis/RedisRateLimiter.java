package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sliding windows that all nodes share, by the clock of Redis.
 *
 * <p>Waits for Redis, at most for the guard's time-out; call it where blocking is allowed. While
 * Redis is away, or did not answer somebody else a moment ago, a limit does what its {@link
 * RateLimiter.Counting} says. Who was refused is refused again without a call until a permit can be
 * free.
 *
 * <p>A limit whose subjects are at one node each is counted here; Redis gets a copy that nobody
 * waits for.
 */
public final class RedisRateLimiter implements RateLimiter {
  private static final Duration CLOSED_FOR = Duration.ofSeconds(1);
  private static final byte[] ONE = bytes(1);

  private final RedisGuard guard;
  private final String prefix;
  private final RateLimiter local;
  private final Refusals refusals;
  private final ClusterMeter meter;
  private final Supplier<String> clock;
  private final PermitCopies copies;

  /**
   * @param local counts what is at this node, and while Redis is away what all count together
   *     otherwise
   */
  RedisRateLimiter(
      RedisGuard guard,
      String prefix,
      RateLimiter local,
      Scheduler scheduler,
      TimeSource time,
      ClusterMeter meter) {
    this(guard, prefix, local, scheduler, time, meter, () -> "");
  }

  /**
   * @param clock the time in microseconds, or an empty text for the clock of Redis
   */
  RedisRateLimiter(
      RedisGuard guard,
      String prefix,
      RateLimiter local,
      Scheduler scheduler,
      TimeSource time,
      ClusterMeter meter,
      Supplier<String> clock) {
    this.guard = guard;
    this.prefix = prefix;
    this.local = local;
    this.refusals = new Refusals(time);
    this.meter = meter;
    this.clock = clock;
    this.copies = new PermitCopies(guard, scheduler, clock);
  }

  @Override
  public Optional<Duration> tryAcquire(Limit limit, String subject) {
    if (limit.counting() == Counting.WHERE_THE_SUBJECT_IS) {
      return here(limit, subject);
    }
    String counter = limit.counter(subject);
    Optional<Duration> known = refusals.waitOf(counter);
    if (known.isPresent()) {
      return known;
    }
    if (guard.isSilent()) {
      return alone(limit, subject);
    }
    try {
      long wait = guard.await("ratelimit", taking(limit, subject));
      if (wait == 0) {
        return Optional.empty();
      }
      Duration refused = Duration.of(wait, ChronoUnit.MICROS);
      refusals.remember(counter, refused);
      return Optional.of(refused);
    } catch (RedisUnavailableException away) {
      return alone(limit, subject);
    }
  }

  private Optional<Duration> here(Limit limit, String subject) {
    Optional<Duration> wait = local.tryAcquire(limit, subject);
    if (wait.isEmpty() && !guard.isSilent()) {
      copies.add(prefix + ":" + limit.counter(subject), limit);
    }
    return wait;
  }

  private Function<RedisLink, CompletionStage<Long>> taking(Limit limit, String subject) {
    List<Object> keys = List.of(prefix + ":" + limit.counter(subject));
    Object[] arguments = {
      bytes(limit.permits()), bytes(limit.window().toNanos() / 1_000), bytes(clock.get()), ONE
    };
    return redis -> LuaScript.RATELIMIT.integer(redis, keys, arguments);
  }

  private Optional<Duration> alone(Limit limit, String subject) {
    meter.counted(ClusterCount.LIMITS_ALONE);
    return limit.counting() == Counting.TOGETHER_ELSE_NEVER
        ? Optional.of(CLOSED_FOR)
        : local.tryAcquire(limit, subject);
  }
}
