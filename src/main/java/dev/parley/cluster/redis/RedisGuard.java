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

/**
 * The one way to Redis: time-out, breaker, one exception, one meter.
 *
 * <p>A call fails only with {@link RedisUnavailableException}. A time-out does not take a command
 * back: Redis may do it later, so whatever writes must be safe to repeat. Safe on any thread.
 */
public final class RedisGuard {
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final Supplier<Optional<RedisLink>> link;
  private final Breaker breaker;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration timeout;
  private final CallMeter meter;
  private volatile boolean silent;
  private volatile long silentSince;

  RedisGuard(
      Supplier<Optional<RedisLink>> link,
      Breaker breaker,
      Scheduler scheduler,
      TimeSource time,
      Duration timeout,
      CallMeter meter) {
    this.link = link;
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
      String operation, Function<RedisLink, ? extends CompletionStage<T>> use) {
    return bounded(operation, attempt -> breaker.call(() -> send(use, attempt)));
  }

  /**
   * Makes a call that goes to Redis also while the breaker is open, which does not hear of it then.
   *
   * <p>For the few that a node lives by, once a second and not for each client: a Redis that does
   * not answer in time may well do what it is sent.
   */
  <T> CompletionStage<T> insist(
      String operation, Function<RedisLink, ? extends CompletionStage<T>> use) {
    return call(operation, use)
        .exceptionallyCompose(
            failure ->
                translate(failure).reason() == Reason.BREAKER_OPEN
                    ? bounded(operation, attempt -> send(use, attempt))
                    : CompletableFuture.failedFuture(failure));
  }

  private <T> CompletionStage<T> bounded(
      String operation, Function<CompletableFuture<T>, CompletionStage<T>> way) {
    CompletableFuture<T> attempt = new CompletableFuture<>();
    CompletableFuture<T> result = new CompletableFuture<>();
    // Set before the breaker is asked: it may be slow to come to the call, too.
    Scheduler.Timeout timer =
        scheduler.schedule(
            timeout,
            () -> {
              RedisUnavailableException late = new RedisUnavailableException(Reason.TIMEOUT, null);
              attempt.completeExceptionally(late);
              result.completeExceptionally(late);
            });
    measure(operation, result, timer);
    way.apply(attempt)
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(translate(failure));
              }
            });
    return result;
  }

  /**
   * Whether the last that was heard of Redis, a moment ago, is that it did not answer in time.
   *
   * <p>For whoever can do without: several waits in a row would add up before the breaker opens.
   */
  boolean isSilent() {
    return silent && time.nanoTime() - silentSince < SILENCE.toNanos();
  }

  /** Makes a call and waits for it, never longer than the time-out by more than a timer's tick. */
  <T> T await(String operation, Function<RedisLink, ? extends CompletionStage<T>> use) {
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

  private void measure(String operation, CompletionStage<?> result, Scheduler.Timeout timer) {
    long start = time.nanoTime();
    result.whenComplete(
        (value, failure) -> {
          timer.cancel();
          Reason reason = failure == null ? null : translate(failure).reason();
          heard(reason);
          meter.ended(operation, reason, time.nanoTime() - start);
        });
  }

  private void heard(Reason reason) {
    if (reason == null) {
      silent = false;
    } else if (reason == Reason.TIMEOUT) {
      silentSince = time.nanoTime();
      silent = true;
    }
  }

  /** Sends it, unless its time is over already. */
  private <T> CompletionStage<T> send(
      Function<RedisLink, ? extends CompletionStage<T>> use, CompletableFuture<T> attempt) {
    Optional<RedisLink> redis = link.get();
    if (redis.isEmpty()) {
      attempt.completeExceptionally(new RedisUnavailableException(Reason.NOT_CONNECTED, null));
    }
    if (attempt.isDone()) {
      return attempt;
    }
    try {
      use.apply(redis.get())
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  attempt.complete(value);
                } else {
                  attempt.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException failure) {
      attempt.completeExceptionally(failure);
    }
    return attempt;
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
