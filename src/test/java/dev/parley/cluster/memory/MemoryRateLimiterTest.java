package dev.parley.cluster.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiterContractTest;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryRateLimiterTest extends RateLimiterContractTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TimeSource time =
      new TimeSource() {
        @Override
        public Instant now() {
          return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public long nanoTime() {
          return nanos.get();
        }
      };

  @Override
  protected RateLimiter limiter() {
    return new MemoryRateLimiter(time);
  }

  @Override
  protected void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void aCounterThatIdlesForAWindowIsDropped() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(time);
    for (int i = 0; i < 1_000; i++) {
      limiter.tryAcquire(limit("idle", 5), "socket" + i);
    }
    assertThat(limiter.counters()).isEqualTo(1_000);

    advance(Duration.ofSeconds(9));
    limiter.tryAcquire(limit("idle", 5), "socket0");
    advance(Duration.ofSeconds(2));

    assertThat(limiter.counters()).isEqualTo(1);
    advance(Duration.ofSeconds(10));
    assertThat(limiter.counters()).isZero();
  }

  @Test
  void anEnormousLimitCostsNothingUntilItIsUsed() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(time);
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.tryAcquire(limit("huge", 1_000_000_000), "s" + i)).isEmpty();
    }
  }
}
