package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiter.Counting;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.cluster.api.RateLimiterContractTest;
import dev.parley.cluster.memory.MemoryRateLimiter;
import dev.parley.gateway.api.EventLimit;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.ManualTimer;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisRateLimiterTest extends RateLimiterContractTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-limiter"));
  private final ManualTimer clock = new ManualTimer();
  private final AtomicLong micros = new AtomicLong(1_800_000_000_000_000L);

  @Override
  protected RateLimiter limiter() {
    return new RedisRateLimiter(
        cluster.connected().guard(),
        "t",
        local(),
        cluster.timer,
        clock,
        ClusterMeter.NONE,
        () -> Long.toString(micros.get()));
  }

  @Override
  protected void advance(Duration time) {
    micros.addAndGet(time.toNanos() / 1_000);
    clock.advance(time);
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
    CountingMeter meter = new CountingMeter();
    RateLimiter limiter =
        new RedisRateLimiter(
            cluster.connected().guard(), "t", local(), cluster.timer, clock, meter);
    limiter.tryAcquire(limit("open", 5), "bob");
    assertThat(meter.count(ClusterCount.LIMITS_ALONE)).isZero();
    cluster.redis.hang();
    try {
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        Optional<Duration> open = limiter.tryAcquire(limit("open", 5), "alice");
        long nanos = System.nanoTime() - start;
        assertThat(open.isEmpty()).isEqualTo(i < 5);
        assertThat(Duration.ofNanos(nanos)).isLessThan(TestCluster.SOON);
      }
      assertThat(limiter.tryAcquire(limit("closed", Counting.TOGETHER_ELSE_NEVER), "alice"))
          .isPresent();
      assertThat(meter.count(ClusterCount.LIMITS_ALONE)).isEqualTo(21);
    } finally {
      cluster.redis.resume();
    }
  }

  @Test
  void whoIsRefusedCostsNoCallUntilAPermitCanBeFree() {
    AtomicInteger calls = new AtomicInteger();
    RedisCluster redis = cluster.connected();
    RedisRateLimiter limiter =
        new RedisRateLimiter(
            redis.guard(),
            "t",
            local(),
            cluster.timer,
            clock,
            ClusterMeter.NONE,
            () -> {
              calls.incrementAndGet();
              return Long.toString(micros.get());
            });
    assertThat(limiter.tryAcquire(limit("full", 1), "alice")).isEmpty();
    advance(Duration.ofSeconds(4));
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.tryAcquire(limit("full", 1), "alice")).contains(Duration.ofSeconds(6));
    }
    assertThat(calls).hasValue(2);
    assertThat(limiter.tryAcquire(limit("full", 1), "bob")).as("another counter").isEmpty();

    advance(Duration.ofSeconds(6));

    assertThat(limiter.tryAcquire(limit("full", 1), "alice")).isEmpty();
  }

  @Test
  void countersHaveTheDocumentedNames() {
    RedisCluster redis = cluster.connected();
    RateLimiter limiter = redis.limiter(local());
    for (EventLimit row : EventLimit.values()) {
      RateLimiter.Limit limit = row.configured(new DefaultSettings());
      assertThat(limiter.tryAcquire(limit, "x")).isEmpty();
    }
    for (String key :
        List.of(
            "t:rate_limit:socket:{x}:events",
            "t:rate_limit:{x}:messages",
            "t:global-chat:rate-limit:{x}")) {
      await()
          .atMost(TestCluster.BOUND)
          .untilAsserted(() -> assertThat(exists(redis, key)).as(key).isOne());
    }
  }

  @Test
  void whatIsAtOneNodeIsCountedThereAndWaitsForNobody() {
    CountingMeter meter = new CountingMeter();
    RedisCluster redis = cluster.connected();
    RateLimiter limiter =
        new RedisRateLimiter(redis.guard(), "t", local(), cluster.timer, clock, meter);
    Limit here = limit("here", Counting.WHERE_THE_SUBJECT_IS);
    assertThat(limiter.tryAcquire(here, "bob")).isEmpty();
    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(() -> assertThat(exists(redis, "t:" + here.counter("bob"))).isOne());
    cluster.redis.hang();
    try {
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        assertThat(limiter.tryAcquire(here, "alice")).isEmpty();
      }
      assertThat(limiter.tryAcquire(here, "alice")).isPresent();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.AT_ONCE);
    } finally {
      cluster.redis.resume();
    }
    assertThat(meter.count(ClusterCount.LIMITS_ALONE)).isZero();
  }

  private static Limit limit(String name, Counting counting) {
    return new Limit(name, 5, WINDOW, counting);
  }

  private static long exists(RedisCluster redis, String key) {
    return redis.guard().await("test", link -> link.client().getKeys().countExistsAsync(key));
  }

  private static final class DefaultSettings implements Settings {
    @Override
    public <T> T get(Setting<T> setting) {
      return setting.parse(setting.defaultValue());
    }
  }

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private static RateLimiter local() {
    return new MemoryRateLimiter(TimeSource.system());
  }
}
