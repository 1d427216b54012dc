package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpProxy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes over one Redis, and what can happen to it. */
class RedisBrokerFaultsTest {
  private static final Logger LOG = System.getLogger(RedisBrokerFaultsTest.class.getName());
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(3);
  private static final Duration A_MOMENT = Duration.ofMillis(700);
  private static final List<String> LOGS = List.of("/n");

  private static final Duration HANG =
      Duration.ofSeconds(Integer.getInteger("parley.test.hang-seconds", 6));

  private final long seed = Long.getLong("parley.test.seed", System.nanoTime() & 0xFFFFFF);
  private TestCluster cluster;
  private Traffic traffic;
  private String name;

  @BeforeEach
  void name(TestInfo info) {
    name = info.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void stop() throws Exception {
    traffic.close();
    cluster.close();
  }

  @Test
  void threeNodesSeeOneOrder() throws Exception {
    begin(RedisServer.start("faults-order"), 3, PAUSE);

    traffic.flow(A_MOMENT);

    finish();
    traffic.checkOneOrder();
  }

  @Test
  void killedAndRestartedWithItsData() throws Exception {
    begin(RedisServer.startDurable("faults-durable"), 3, PAUSE);
    for (int i = 0; i < 2; i++) {
      traffic.flow(A_MOMENT);
      cluster.redis.kill9();
      traffic.flow(A_MOMENT);
      cluster.redis.restart();
      awaitHealthy();
    }

    finish();
  }

  @Test
  void killedAndRestartedEmpty() throws Exception {
    begin(RedisServer.start("faults-empty"), 3, PAUSE);
    for (int i = 0; i < 2; i++) {
      traffic.flow(A_MOMENT);
      cluster.redis.kill9();
      traffic.flow(A_MOMENT);
      cluster.redis.restart();
      awaitHealthy();
    }

    finish();
  }

  @Test
  void restartedWithDataOfAMomentAgo() throws Exception {
    begin(RedisServer.start("faults-back"), 3, PAUSE);
    traffic.flow(A_MOMENT);
    cluster.redis.snapshot();
    traffic.flow(A_MOMENT);
    cluster.redis.kill9();
    cluster.redis.restart();
    awaitHealthy();
    traffic.flow(A_MOMENT);

    finish();
  }

  @Test
  void flushedUnderTheNodesFeet() throws Exception {
    begin(RedisServer.start("faults-flush"), 3, PAUSE);
    traffic.flow(A_MOMENT);
    cluster.redis.flush();
    traffic.flow(A_MOMENT);

    finish();
  }

  @Test
  void stoppedForAWhile() throws Exception {
    begin(RedisServer.start("faults-stop"), 3, PAUSE);
    traffic.flow(A_MOMENT);
    cluster.redis.hang();
    traffic.flow(HANG);
    cluster.redis.resume();
    awaitHealthy();
    traffic.flow(A_MOMENT);

    finish();
  }

  /** What a client sends again at another node arrives once, and has one number. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void retriesAtOtherNodes(Fault fault) throws Exception {
    RedisServer redis =
        fault == Fault.KILL
            ? RedisServer.startDurable("faults-retry")
            : RedisServer.start("faults-retry");
    begin(redis, 3, new Traffic(seed, PAUSE, true));
    traffic.flow(A_MOMENT);
    switch (fault) {
      case NONE -> traffic.flow(A_MOMENT);
      case HANG -> {
        redis.hang();
        traffic.flow(Duration.ofSeconds(2));
        redis.resume();
      }
      case KILL -> {
        redis.kill9();
        traffic.flow(A_MOMENT);
        redis.restart();
      }
      case FLUSH -> redis.flush();
    }
    awaitHealthy();
    traffic.flow(A_MOMENT);

    finish();
    if (fault != Fault.FLUSH) {
      // A flush may take a number before all nodes have heard of it.
      traffic.checkNumbers();
    }
  }

  private enum Fault {
    NONE,
    HANG,
    KILL,
    FLUSH
  }

  @Test
  void aShortStallIsNoReasonToServeAlone() throws Exception {
    inOneOrder(
        () -> {
          begin(RedisServer.start("faults-stall"), 3, PAUSE);
          traffic.flow(A_MOMENT);
          cluster.redis.hang();
          traffic.flow(Duration.ofMillis(250));
          cluster.redis.resume();
          traffic.flow(A_MOMENT);
        });
  }

  @Test
  void twoHundredMillisecondsSlow() throws Exception {
    inOneOrder(this::slowDown);
  }

  private void slowDown() throws Exception {
    RedisServer redis = RedisServer.start("faults-slow");
    cluster = new TestCluster(redis);
    TcpProxy proxy = cluster.closing(TcpProxy.before(redis.port()));
    traffic = new Traffic(seed, PAUSE);
    join("redis://127.0.0.1:" + proxy.port());
    join(redis.url());
    traffic.start();
    traffic.flow(A_MOMENT);
    proxy.delay(Duration.ofMillis(100));
    traffic.flow(Duration.ofSeconds(3));
    proxy.delay(Duration.ZERO);
  }

  /**
   * Plays it up to three times, until nobody served alone: a busy machine adds to what is slow, but
   * not each time. Nothing may be lost, doubled or reordered in any of them.
   */
  private void inOneOrder(Play play) throws Exception {
    for (int left = 3; ; left--) {
      play.run();
      finish();
      try {
        traffic.checkOneOrder();
        return;
      } catch (AssertionError apart) {
        if (left == 1) {
          throw apart;
        }
      }
      stop();
    }
  }

  private interface Play {
    void run() throws Exception;
  }

  @Test
  void aNodeCutOffServesItsOwnAndComesBack() throws Exception {
    RedisServer redis = RedisServer.start("faults-cut");
    cluster = new TestCluster(redis);
    TcpProxy proxy = cluster.closing(TcpProxy.before(redis.port()));
    traffic = new Traffic(seed, PAUSE);
    Traffic.Node cut = join("redis://127.0.0.1:" + proxy.port());
    join(redis.url());
    join(redis.url());
    traffic.start();
    traffic.flow(A_MOMENT);

    proxy.goDead();
    await().atMost(BOUND).until(cut.broker::isDegraded);
    long before = cut.from(cut.number).count();
    traffic.flow(A_MOMENT);
    assertThat(cut.from(cut.number).count()).isGreaterThan(before + 50);
    proxy.revive();

    awaitHealthy();
    finish();
  }

  /** What only Redis and the publishers had must come from the publishers. */
  @ParameterizedTest(name = "snapshot: {0}")
  @ValueSource(booleans = {false, true})
  void aNodeThatWasCutOffWhenRedisLostItsData(boolean snapshot) throws Exception {
    RedisServer redis = RedisServer.start("faults-cut-lost");
    cluster = new TestCluster(redis);
    TcpProxy proxy = cluster.closing(TcpProxy.before(redis.port()));
    traffic = new Traffic(seed, PAUSE);
    join("redis://127.0.0.1:" + proxy.port());
    join(redis.url());
    join(redis.url());
    traffic.start();
    traffic.flow(A_MOMENT);

    proxy.goDead();
    traffic.flow(A_MOMENT);
    if (snapshot) {
      redis.snapshot();
    }
    traffic.flow(A_MOMENT);
    redis.kill9();
    redis.restart();
    traffic.flow(A_MOMENT);
    proxy.revive();

    awaitHealthy();
    traffic.flow(A_MOMENT);
    finish();
  }

  @Test
  void connectionsThatBreakAllTheTime() throws Exception {
    RedisServer redis = RedisServer.start("faults-break");
    cluster = new TestCluster(redis);
    TcpProxy proxy = cluster.closing(TcpProxy.before(redis.port()));
    traffic = new Traffic(seed, PAUSE);
    for (int i = 0; i < 3; i++) {
      join("redis://127.0.0.1:" + proxy.port());
    }
    traffic.start();
    for (int i = 0; i < 6; i++) {
      traffic.flow(Duration.ofMillis(400));
      proxy.breakAll();
    }

    awaitHealthy();
    finish();
  }

  @Test
  void nodesThatStartBeforeRedis() throws Exception {
    RedisServer redis = RedisServer.start("faults-late");
    redis.stop();
    cluster = new TestCluster(redis);
    traffic = new Traffic(seed, PAUSE);
    Traffic.Node first = traffic.node(cluster.closing(cluster.connect().broker(LOGS, QUICK)));
    traffic.start();
    await().atMost(BOUND).until(() -> first.count() > 100);
    assertThat(first.broker.isDegraded()).isTrue();

    redis.restart();

    awaitHealthy();
    finish();
  }

  @Test
  void aNodeThatJoinsLaterGetsWhatComesFromThenOn() throws Exception {
    begin(RedisServer.start("faults-join"), 2, PAUSE);
    traffic.flow(A_MOMENT);
    RedisBroker late = cluster.closing(cluster.connected().broker(LOGS, QUICK));
    Traffic other = new Traffic(seed, PAUSE);
    Traffic.Node joined = other.node(late);
    await().atMost(BOUND).until(() -> joined.count() > 100);

    finish();
    List<String> tail = List.copyOf(joined.received);
    List<String> all = List.copyOf(traffic.first().received);
    await()
        .atMost(BOUND)
        .untilAsserted(() -> assertThat(joined.received).last().isEqualTo(all.get(all.size() - 1)));
    assertThat(tail).doesNotHaveDuplicates();
    assertThat(all).endsWith(joined.received.toArray(String[]::new));
  }

  private static final LogLimits QUICK = TestCluster.QUICK;

  private void begin(RedisServer redis, int nodes, Duration pause) {
    begin(redis, nodes, new Traffic(seed, pause));
  }

  private void begin(RedisServer redis, int nodes, Traffic flowing) {
    cluster = new TestCluster(redis);
    traffic = flowing;
    for (int i = 0; i < nodes; i++) {
      join(redis.url());
    }
    traffic.start();
  }

  private Traffic.Node join(String url) {
    RedisCluster connection = cluster.connect(url);
    await().atMost(BOUND).until(connection::isConnected);
    Traffic.Node node = traffic.node(cluster.closing(connection.broker(LOGS, QUICK)));
    await().atMost(BOUND).until(node.broker::isJoined);
    return node;
  }

  private void awaitHealthy() {
    long start = System.nanoTime();
    await().pollInterval(Duration.ofMillis(10)).atMost(BOUND).until(() -> !traffic.anyDegraded());
    Duration recovery = Duration.ofNanos(System.nanoTime() - start);
    assertThat(recovery).isLessThan(Duration.ofSeconds(5));
    LOG.log(Level.INFO, "{0}: healthy after {1} ms", name, recovery.toMillis());
  }

  private void finish() throws InterruptedException {
    LOG.log(Level.INFO, "{0}: {1}", name, traffic.check());
  }
}
