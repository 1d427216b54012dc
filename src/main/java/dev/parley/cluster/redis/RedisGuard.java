package dev.parley.cluster.redis;

import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/**
 * The one way to Redis: time-out, breaker, one exception, one meter.
 *
 * <p>A call fails only with {@link RedisUnavailableException}. A time-out does not take a command
 * back: Redis may do it later, so whatever writes must be safe to repeat. Safe on any thread.
 */
public final class RedisGuard {
  private final Supplier<Optional<RedissonClient>> client;
  private final Breaker breaker;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration timeout;
  private final CallMeter meter;

  RedisGuard(
      Supplier<Optional<RedissonClient>> client,
      Breaker breaker,
      Scheduler scheduler,
      TimeSource time,
      Duration timeout,
      CallMeter meter) {
    this.client = client;
    this.breaker = breaker;
    this.scheduler = scheduler;
    this.time = time;
    this.timeout = timeout;
    this.meter = meter;
  }

  /**
   * Makes a call without waiting for it.
   *
   * @return ends within the time-out, give or take a timer's tick; on a thread of Redisson or of
   *     the scheduler, so what follows must be short or go elsewhere
   */
  <T> CompletionStage<T> call(
      String operation, Function<RedissonClient, ? extends CompletionStage<T>> use) {
    long start = time.nanoTime();
    CompletableFuture<T> result = new CompletableFuture<>();
    breaker
        .call(() -> limited(use))
        .whenComplete(
            (value, failure) -> {
              RedisUnavailableException translated = failure == null ? null : translate(failure);
              meter.ended(
                  operation,
                  translated == null ? null : translated.reason(),
                  time.nanoTime() - start);
              if (translated == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(translated);
              }
            });
    return result;
  }

  /** Makes a call and waits for it, never longer than the time-out by more than a timer's tick. */
  <T> T await(String operation, Function<RedissonClient, ? extends CompletionStage<T>> use) {
    try {
      // Bounded here as well: a scheduler that is late must not hold the caller.
      return call(operation, use)
          .toCompletableFuture()
          .get(timeout.toMillis() + 50, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw translate(failure.getCause());
    } catch (TimeoutException late) {
      throw new RedisUnavailableException(Reason.TIMEOUT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException(Reason.FAILED, interrupted);
    }
  }

  private <T> CompletionStage<T> limited(
      Function<RedissonClient, ? extends CompletionStage<T>> use) {
    Optional<RedissonClient> redisson = client.get();
    if (redisson.isEmpty()) {
      return CompletableFuture.failedFuture(
          new RedisUnavailableException(Reason.NOT_CONNECTED, null));
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Scheduler.Timeout timer =
        scheduler.schedule(
            timeout,
            () ->
                result.completeExceptionally(new RedisUnavailableException(Reason.TIMEOUT, null)));
    try {
      use.apply(redisson.get())
          .whenComplete(
              (value, failure) -> {
                timer.cancel();
                if (failure == null) {
                  result.complete(value);
                } else {
                  result.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException failure) {
      timer.cancel();
      result.completeExceptionally(failure);
    }
    return result;
  }

  private static RedisUnavailableException translate(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RedisUnavailableException known) {
      return known;
    }
    if (cause instanceof Breaker.OpenException) {
      return new RedisUnavailableException(Reason.BREAKER_OPEN, null);
    }
    return new RedisUnavailableException(
        cause instanceof org.redisson.client.RedisTimeoutException ? Reason.TIMEOUT : Reason.FAILED,
        cause);
  }
}
