package dev.parley.cluster.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.redis.Breaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;

class FaultToleranceBreakerTest {
  /** Notes how each call that goes through it ended; refuses when told to. */
  private static final class Container extends ContainerBreaker {
    final List<Boolean> seen = new ArrayList<>();
    boolean refuses;

    @Override
    public <T> CompletionStage<T> call(Supplier<CompletionStage<T>> use) {
      return refuses
          ? CompletableFuture.failedFuture(new CircuitBreakerOpenException("open"))
          : use.get().whenComplete((value, failure) -> seen.add(failure == null));
    }
  }

  private final Container container = new Container();
  private final FaultToleranceBreaker breaker = new FaultToleranceBreaker(container);

  @Test
  void itSeesAWindowOfSuccessesAndThenNoMore() {
    succeed(10);

    assertThat(container.seen).hasSize(ContainerBreaker.WINDOW).containsOnly(true);
  }

  @Test
  void aFailureIsToldAndEveryCallAfterItUntilTheWindowIsClean() {
    succeed(10);
    container.seen.clear();

    assertThat(breaker.call(FaultToleranceBreakerTest::failing).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(container.seen).containsExactly(false);
    succeed(10);

    assertThat(container.seen).containsExactly(false, true, true, true, true);
  }

  @Test
  void whatSucceedsBesideAFailureIsToldAsWell() {
    succeed(10);
    container.seen.clear();
    CompletableFuture<String> underWay = new CompletableFuture<>();
    CompletionStage<String> result = breaker.call(() -> underWay);
    breaker.call(FaultToleranceBreakerTest::failing);

    underWay.complete("done");

    assertThat(result.toCompletableFuture()).isCompletedWithValue("done");
    assertThat(container.seen).containsExactly(false, true);
  }

  @Test
  void itIsOpenFromTheFirstRefusalToTheFirstSuccess() {
    succeed(10);
    breaker.call(FaultToleranceBreakerTest::failing);
    container.refuses = true;
    assertThat(breaker.isOpen()).isFalse();

    assertThat(breaker.call(FaultToleranceBreakerTest::failing).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(Breaker.OpenException.class);
    assertThat(breaker.isOpen()).isTrue();
    container.refuses = false;
    succeed(1);

    assertThat(breaker.isOpen()).isFalse();
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(
              breaker.call(() -> CompletableFuture.completedFuture("done")).toCompletableFuture())
          .isCompletedWithValue("done");
    }
  }

  private static CompletionStage<String> failing() {
    return CompletableFuture.failedFuture(new IllegalStateException("expected by this test"));
  }
}
