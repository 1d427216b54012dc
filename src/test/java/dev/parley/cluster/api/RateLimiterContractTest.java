package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.RateLimiter.Counting;
import dev.parley.cluster.api.RateLimiter.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every limiter promises; an implementation brings a clock that the test can move. */
public abstract class RateLimiterContractTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** A fresh limiter, whose time {@link #advance} moves. */
  protected abstract RateLimiter limiter();

  /** Moves the limiter's time on. */
  protected abstract void advance(Duration time);

  @Test
  public void aWindowAllowsExactlyItsPermits() {
    RateLimiter limiter = limiter();
    Limit limit = limit("a", 3);

    for (int i = 0; i < 3; i++) {
      assertThat(limiter.tryAcquire(limit, "alice")).isEmpty();
    }
    assertThat(limiter.tryAcquire(limit, "alice")).isPresent();
  }

  @Test
  public void theWaitEndsWhenTheOldestPermitLeavesTheWindow() {
    RateLimiter limiter = limiter();
    Limit limit = limit("b", 2);
    limiter.tryAcquire(limit, "alice");
    advance(Duration.ofSeconds(4));
    limiter.tryAcquire(limit, "alice");
    advance(Duration.ofSeconds(1));

    Optional<Duration> wait = limiter.tryAcquire(limit, "alice");

    assertThat(wait)
        .hasValueSatisfying(
            time -> assertThat(time).isBetween(Duration.ofMillis(1), Duration.ofSeconds(5)));
    advance(wait.orElseThrow().minusMillis(1));
    assertThat(limiter.tryAcquire(limit, "alice")).isPresent();
    advance(Duration.ofMillis(1));
    assertThat(limiter.tryAcquire(limit, "alice")).isEmpty();
    assertThat(limiter.tryAcquire(limit, "alice")).isPresent();
  }

  @Test
  public void noWindowOfAnyStartHoldsMoreThanThePermits() {
    // A fixed window would admit six within two seconds across its edge.
    RateLimiter limiter = limiter();
    Limit limit = limit("c", 3);
    advance(Duration.ofSeconds(9));
    int admitted = 0;
    for (int i = 0; i < 20; i++) {
      if (limiter.tryAcquire(limit, "alice").isEmpty()) {
        admitted++;
      }
      advance(Duration.ofMillis(100));
    }
    assertThat(admitted).isEqualTo(3);
  }

  @Test
  public void aRefusalCostsNoPermit() {
    RateLimiter limiter = limiter();
    Limit limit = limit("d", 1);
    limiter.tryAcquire(limit, "alice");
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.tryAcquire(limit, "alice")).isPresent();
    }
    advance(WINDOW);
    assertThat(limiter.tryAcquire(limit, "alice")).isEmpty();
  }

  @Test
  public void subjectsAndLimitsAreCountedApart() {
    RateLimiter limiter = limiter();
    assertThat(limiter.tryAcquire(limit("e", 1), "alice")).isEmpty();
    assertThat(limiter.tryAcquire(limit("e", 1), "bob")).isEmpty();
    assertThat(limiter.tryAcquire(limit("f", 1), "alice")).isEmpty();
    assertThat(limiter.tryAcquire(limit("e", 1), "alice")).isPresent();
  }

  @Test
  public void threadsTogetherGetNoMoreThanThePermits() throws Exception {
    RateLimiter limiter = limiter();
    Limit limit = limit("g", 500);
    AtomicInteger admitted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 400; n++) {
                  if (limiter.tryAcquire(limit, "alice").isEmpty()) {
                    admitted.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join(20_000);
    }
    assertThat(admitted).hasValue(500);
  }

  protected static Limit limit(String name, int permits) {
    return new Limit(name, permits, WINDOW, Counting.TOGETHER_ELSE_ALONE);
  }
}
