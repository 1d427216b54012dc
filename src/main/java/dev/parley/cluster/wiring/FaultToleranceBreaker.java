package dev.parley.cluster.wiring;

import dev.parley.cluster.redis.Breaker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The breaker of MicroProfile Fault Tolerance behind the port, and its state, which it keeps to
 * itself: it is open from the first call that it refuses to the first that succeeds.
 *
 * <p>A call through it costs some hundred microseconds of several threads. Once it has seen a whole
 * window of successes, another one would change nothing, so calls go past it then; the first that
 * fails is told to it, and from there on it sees every call until its window is clean again.
 */
final class FaultToleranceBreaker implements Breaker {
  private final ContainerBreaker breaker;

  /** Successes in a row that the container's breaker has seen, up to its window. */
  private final AtomicInteger successes = new AtomicInteger();

  private volatile boolean open;

  /**
   * @param breaker the proxy; the bean itself would never open
   */
  FaultToleranceBreaker(ContainerBreaker breaker) {
    this.breaker = breaker;
  }

  @Override
  public <T> CompletionStage<T> call(Supplier<CompletionStage<T>> use) {
    return successes.get() < ContainerBreaker.WINDOW ? guarded(use) : direct(use);
  }

  private <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> use) {
    return breaker
        .call(use)
        .handle(
            (value, failure) -> {
              if (failure == null) {
                learn(false);
                successes.updateAndGet(seen -> Math.min(seen + 1, ContainerBreaker.WINDOW));
                return value;
              }
              successes.set(0);
              if (isRefusal(failure)) {
                learn(true);
                throw new OpenException();
              }
              throw failure instanceof CompletionException wrapped
                  ? wrapped
                  : new CompletionException(failure);
            });
  }

  private <T> CompletionStage<T> direct(Supplier<CompletionStage<T>> use) {
    CompletionStage<T> result;
    try {
      result = use.get();
    } catch (RuntimeException failure) {
      result = CompletableFuture.failedFuture(failure);
    }
    return result.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            successes.set(0);
            guarded(() -> CompletableFuture.failedFuture(failure));
          } else if (successes.get() == ContainerBreaker.WINDOW) {
            learn(false);
          } else {
            // Another call failed meanwhile: what went well beside it counts, too.
            guarded(() -> CompletableFuture.completedFuture(value));
          }
        });
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private void learn(boolean isOpen) {
    // Read before written: many calls share the line that this stands in.
    if (open != isOpen) {
      open = isOpen;
    }
  }

  private static boolean isRefusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CircuitBreakerOpenException;
  }
}
