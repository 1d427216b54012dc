package dev.parley.cluster.redis;

import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Opens after some failures in a row, and lets one call through after a while to see.
 *
 * <p>For callers that no CDI proxy reaches. Every call must end by itself, or the one that looks
 * whether it works again would never be followed by another.
 */
public final class CountingBreaker implements Breaker {
  private final TimeSource time;
  private final int threshold;
  private final long delayNanos;

  private int failures;
  private boolean open;
  private boolean trying;
  private long openedAt;

  public CountingBreaker(TimeSource time, int threshold, Duration delay) {
    this.time = time;
    this.threshold = threshold;
    this.delayNanos = delay.toNanos();
  }

  @Override
  public <T> CompletionStage<T> call(Supplier<CompletionStage<T>> use) {
    if (!admit()) {
      return CompletableFuture.failedFuture(new OpenException());
    }
    CompletionStage<T> result;
    try {
      result = use.get();
    } catch (RuntimeException failure) {
      result = CompletableFuture.failedFuture(failure);
    }
    return result.whenComplete((value, failure) -> ended(failure == null));
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }

  private synchronized boolean admit() {
    if (!open) {
      return true;
    }
    if (trying || time.nanoTime() - openedAt < delayNanos) {
      return false;
    }
    trying = true;
    return true;
  }

  private synchronized void ended(boolean success) {
    trying = false;
    if (success) {
      failures = 0;
      open = false;
      return;
    }
    failures++;
    if (open || failures >= threshold) {
      open = true;
      openedAt = time.nanoTime();
    }
  }
}
