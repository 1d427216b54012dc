package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CountingBreakerTest {
  private final ManualTimer timer = new ManualTimer();
  private final CountingBreaker breaker = new CountingBreaker(timer, 3, Duration.ofSeconds(1));
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void failuresInARowOpenItAndASuccessBetweenDoesNot() {
    call(false);
    call(false);
    call(true);
    call(false);
    call(false);
    assertThat(breaker.isOpen()).isFalse();

    call(false);

    assertThat(breaker.isOpen()).isTrue();
    assertThat(calls).hasValue(6);
    call(true);
    assertThat(calls).hasValue(6);
  }

  @Test
  void afterAWhileOneCallFindsOutForAll() {
    open();
    timer.advance(Duration.ofSeconds(1));
    CompletableFuture<String> trial = new CompletableFuture<>();
    breaker.call(() -> trial);

    call(true);
    assertThat(calls).as("nobody else calls meanwhile").hasValue(3);
    trial.complete("");

    assertThat(breaker.isOpen()).isFalse();
    call(true);
    assertThat(calls).hasValue(4);
  }

  @Test
  void aFailedTrialStartsTheWaitAnew() {
    open();
    timer.advance(Duration.ofSeconds(1));
    call(false);
    timer.advance(Duration.ofMillis(900));
    call(true);
    assertThat(calls).hasValue(4);
    timer.advance(Duration.ofMillis(100));
    call(true);
    assertThat(calls).hasValue(5);
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void aCallThatThrowsIsAFailure() {
    for (int i = 0; i < 3; i++) {
      assertThat(
              breaker
                  .call(
                      () -> {
                        throw new IllegalStateException("at once");
                      })
                  .toCompletableFuture())
          .isCompletedExceptionally();
    }
    assertThat(breaker.isOpen()).isTrue();
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      call(false);
    }
  }

  private void call(boolean success) {
    CompletableFuture<String> result =
        breaker
            .call(
                () -> {
                  calls.incrementAndGet();
                  return success
                      ? CompletableFuture.completedFuture("")
                      : CompletableFuture.<String>failedFuture(new IllegalStateException("down"));
                })
            .toCompletableFuture();
    assertThat(result).isDone();
  }
}
