package dev.parley.cluster.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/**
 * The container's breaker; works for calls through its proxy only.
 *
 * <p>Asynchronous, so that what counts is how a call ended and not that it was begun. The window is
 * small, because it has to be full before anything opens: three failures of four.
 */
@ApplicationScoped
class ContainerBreaker {
  /** The last calls that it judges by. */
  static final int WINDOW = 4;

  @Asynchronous
  @CircuitBreaker(requestVolumeThreshold = WINDOW, failureRatio = 0.75, delay = 1_000)
  public <T> CompletionStage<T> call(Supplier<CompletionStage<T>> use) {
    return use.get();
  }
}
