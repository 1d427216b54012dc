package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.ManualTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisClockTest {
  private static final long SECOND = 1_000_000;

  private final ManualTimer stopwatch = new ManualTimer();
  private final RedisClock clock = new RedisClock(stopwatch);

  @Test
  void whoWasToldNothingKnowsNothing() {
    assertThat(clock.since(0)).isEmpty();
  }

  /** Invariant: nothing looks younger than it is. */
  @Test
  void whatTheCallTookCountsAsAge() {
    long asked = clock.nanoTime();
    stopwatch.advance(Duration.ofMillis(300));
    clock.told(10 * SECOND, asked);

    assertThat(clock.since(10 * SECOND)).contains(Duration.ofMillis(300));
    stopwatch.advance(Duration.ofSeconds(2));
    assertThat(clock.since(10 * SECOND)).contains(Duration.ofMillis(2_300));
    assertThat(clock.since(12 * SECOND)).contains(Duration.ofMillis(300));
  }

  @Test
  void stampsOfAnotherClockSayNothing() {
    clock.told(300 * SECOND, clock.nanoTime());
    assertThat(clock.since(301 * SECOND)).isEmpty();

    // A replica with a clock of its own took over.
    clock.told(10 * SECOND, clock.nanoTime());

    assertThat(clock.since(300 * SECOND)).isEmpty();
    assertThat(clock.since(10 * SECOND)).contains(Duration.ZERO);
  }
}
