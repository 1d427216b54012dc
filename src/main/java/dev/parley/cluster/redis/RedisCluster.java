package dev.parley.cluster.redis;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.redisson.config.Config;
import org.redisson.config.EqualJitterDelay;

/**
 * One node's connection to Redis, and the cluster ports over it.
 *
 * <p>Made at once, connected when Redis can be reached.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int BREAKER_FAILURES = 3;
  private static final Duration BREAKER_DELAY = Duration.ofSeconds(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PING = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final RedisConnection connection;
  private final CountingBreaker breaker;
  private final RedisGuard guard;
  private final Executor threads;
  private final Scheduler scheduler;
  private final TimeSource time;

  private RedisCluster(
      RedisSettings settings, Executor threads, Scheduler scheduler, TimeSource time) {
    this.settings = settings;
    this.threads = threads;
    this.scheduler = scheduler;
    this.time = time;
    this.connection = new RedisConnection(() -> config(settings), threads, scheduler);
    this.breaker = new CountingBreaker(time, BREAKER_FAILURES, BREAKER_DELAY);
    this.guard =
        new RedisGuard(connection, breaker, scheduler, time, settings.timeout(), CallMeter.NONE);
  }

  /**
   * Begins to connect; returns at once.
   *
   * @param threads at least two; one is blocked while a connection is tried
   */
  public static RedisCluster connect(
      RedisSettings settings, Executor threads, Scheduler scheduler, TimeSource time) {
    RedisCluster cluster = new RedisCluster(settings, threads, scheduler, time);
    cluster.connection.start();
    return cluster;
  }

  /**
   * A broker of its own incarnation.
   *
   * @param logs every log of the cluster
   */
  public RedisBroker broker(List<String> logs) {
    return broker(logs, LogLimits.DEFAULT);
  }

  RedisBroker broker(List<String> logs, LogLimits limits) {
    return new RedisBroker(logs, guard, settings.prefix(), limits, threads, scheduler, time);
  }

  /**
   * Limits shared by all nodes.
   *
   * @param local counts what fails open while Redis is away
   */
  public RateLimiter limiter(RateLimiter local) {
    return new RedisRateLimiter(guard, settings.prefix(), local);
  }

  RedisGuard guard() {
    return guard;
  }

  /** Whether calls reach Redis, as far as the last ones tell. */
  public boolean isConnected() {
    return connection.get().isPresent() && !breaker.isOpen();
  }

  /** Closes the connection; close the brokers before. Blocks for a second or so. */
  @Override
  public void close() {
    connection.close();
  }

  private static Config config(RedisSettings settings) {
    Config config = new Config();
    config.setThreads(4);
    config.setNettyThreads(4);
    if (!settings.password().isEmpty()) {
      config.setPassword(settings.password());
    }
    int timeout = Math.toIntExact(settings.timeout().toMillis());
    config
        .useSingleServer()
        .setAddress(settings.url())
        .setTimeout(timeout)
        // The guard decides what is tried again, and when.
        .setRetryAttempts(0)
        .setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
        .setSubscriptionTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
        .setPingConnectionInterval(Math.toIntExact(PING.toMillis()))
        .setReconnectionDelay(new EqualJitterDelay(Duration.ofMillis(100), Duration.ofSeconds(1)))
        .setConnectionMinimumIdleSize(2)
        .setConnectionPoolSize(16)
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(4);
    return config;
  }
}
