package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiterContractTest;
import dev.parley.cluster.memory.MemoryRateLimiter;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisRateLimiterTest extends RateLimiterContractTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-limiter"));
  private final AtomicLong micros = new AtomicLong(1_800_000_000_000_000L);

  @Override
  protected RateLimiter limiter() {
    return new RedisRateLimiter(
        cluster.connected().guard(), "t", local(), () -> Long.toString(micros.get()));
  }

  @Override
  protected void advance(Duration time) {
    micros.addAndGet(time.toNanos() / 1_000);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void nodesCountTogetherByTheClockOfRedis() {
    RateLimiter one = cluster.connected().limiter(local());
    RateLimiter two = cluster.connected().limiter(local());

    assertThat(one.tryAcquire(limit("x", 2), "alice")).isEmpty();
    assertThat(two.tryAcquire(limit("x", 2), "alice")).isEmpty();

    assertThat(one.tryAcquire(limit("x", 2), "alice"))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    assertThat(two.tryAcquire(limit("x", 2), "alice")).isPresent();
  }

  @Test
  void aClockThatGoesBackAdmitsNobodyTwice() {
    RateLimiter limiter = limiter();
    assertThat(limiter.tryAcquire(limit("back", 1), "alice")).isEmpty();

    advance(Duration.ofMinutes(-1));

    assertThat(limiter.tryAcquire(limit("back", 1), "alice"))
        .hasValueSatisfying(wait -> assertThat(wait).isEqualTo(Duration.ofSeconds(10)));
  }

  @Test
  void withoutRedisALimitDoesWhatItsRowSaysAndSoon() {
    RateLimiter limiter = cluster.connected().limiter(local());
    cluster.redis.hang();
    try {
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        Optional<Duration> open = limiter.tryAcquire(limit("open", 5), "alice");
        long nanos = System.nanoTime() - start;
        assertThat(open.isEmpty()).isEqualTo(i < 5);
        assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofMillis(500));
      }
      assertThat(limiter.tryAcquire(new RateLimiter.Limit("closed", 5, WINDOW, false), "alice"))
          .isPresent();
    } finally {
      cluster.redis.resume();
    }
  }

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private static RateLimiter local() {
    return new MemoryRateLimiter(TimeSource.system());
  }
}
