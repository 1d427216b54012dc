package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.kernel.TimeSource;
import dev.parley.platform.timer.TimerWheel;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/** Redis, and any number of connections and brokers of this JVM; closes all of them. */
final class TestCluster {
  static final Duration BOUND = Duration.ofSeconds(30);
  static final Duration TIMEOUT = Duration.ofMillis(400);

  /** What is answered within the time-out, and what a machine busy with other tests adds to it. */
  static final Duration SOON = TIMEOUT.multipliedBy(4);

  /** What nobody who waited for the time-out could keep. */
  static final Duration AT_ONCE = Duration.ofMillis(350);

  /** Short periods, so that a test sees what takes seconds in production. */
  static final LogLimits QUICK =
      new LogLimits(
          Duration.ofMinutes(2),
          32 << 20,
          8 << 20,
          100_000,
          256 << 20,
          Duration.ofMinutes(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  final RedisServer redis;
  final ExecutorService threads = Executors.newCachedThreadPool(TestCluster::daemon);
  final TimerWheel timer = new TimerWheel(TimeSource.system(), threads);
  private final List<AutoCloseable> opened = new ArrayList<>();

  TestCluster(RedisServer redis) {
    this.redis = redis;
    timer.start(TestCluster::daemon);
  }

  RedisCluster connect() {
    return connect(redis.url());
  }

  /** A connection to Redis by an address of its own, up or not. */
  RedisCluster connect(String url) {
    return connect(new RedisSettings(url, "", TIMEOUT, "t"));
  }

  RedisCluster connect(RedisSettings settings) {
    RedisCluster cluster = RedisCluster.connect(settings, threads, timer, TimeSource.system());
    opened.add(0, cluster);
    return cluster;
  }

  /** A connection whose calls are told to a meter. */
  RedisCluster connect(ClusterMeter meter) {
    RedisSettings settings = new RedisSettings(redis.url(), "", TIMEOUT, "t");
    CountingBreaker breaker =
        new CountingBreaker(TimeSource.system(), 1_000, Duration.ofSeconds(1));
    return closing(
        RedisCluster.connect(settings, breaker, meter, threads, timer, TimeSource.system()));
  }

  RedisCluster connected() {
    RedisCluster cluster = connect();
    await().atMost(BOUND).until(cluster::isConnected);
    return cluster;
  }

  /** A number of what Redis tells of itself; 0 when it does not tell it. */
  long stat(RedisGuard guard, String section, String name) {
    String told =
        guard.await(
            "test",
            link ->
                link.client()
                    .getScript(StringCodec.INSTANCE)
                    .evalAsync(
                        RScript.Mode.READ_WRITE,
                        "return redis.call('INFO', '" + section + "')",
                        RScript.ReturnType.VALUE));
    return told.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length())))
        .sum();
  }

  /** Closes it before the connections. */
  <T extends AutoCloseable> T closing(T resource) {
    opened.add(0, resource);
    return resource;
  }

  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    timer.close();
    threads.shutdownNow();
    redis.close();
    assertThat(redis.answers()).isFalse();
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "test-cluster");
    thread.setDaemon(true);
    return thread;
  }
}
