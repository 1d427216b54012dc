package dev.parley.cluster.redis;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Keeps calls away from something that fails. Safe on any thread. */
public interface Breaker {
  /**
   * Makes the call, or does not.
   *
   * @return the call's own result, or a stage that failed with {@link OpenException} when no call
   *     was made
   */
  <T> CompletionStage<T> call(Supplier<CompletionStage<T>> use);

  /** Whether the last call was not made because too many had failed before it. */
  boolean isOpen();

  /** No call was made. */
  final class OpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OpenException() {
      super("The breaker is open", null, false, false);
    }
  }
}
