package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.RedisSentinels;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A master that is killed, a replica that takes over, and nodes that lose nothing by it. */
class RedisSentinelIT {
  private static final Logger LOG = System.getLogger(RedisSentinelIT.class.getName());
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration A_MOMENT = Duration.ofSeconds(1);
  // What the product promises of a failover is 5 s; this machine may have other work.
  private static final Duration DOWNTIME = Duration.ofSeconds(15);

  private final RedisSentinels sentinels = RedisSentinels.start("sentinel");
  private final TestCluster cluster = new TestCluster(sentinels.master());
  private final Traffic traffic = new Traffic(System.nanoTime(), Duration.ofMillis(3));

  @AfterEach
  void stop() throws Exception {
    traffic.close();
    cluster.close();
    sentinels.close();
  }

  @Test
  void aMasterThatIsKilledCostsNoMessageAndSomeSeconds() throws Exception {
    RedisSettings settings = settings();
    List<RedisCluster> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RedisCluster node = cluster.connect(settings);
      await().atMost(BOUND).until(node::isConnected);
      nodes.add(node);
      RedisBroker broker = cluster.closing(node.broker(List.of("/n"), TestCluster.QUICK));
      traffic.node(broker);
      await().atMost(BOUND).until(broker::isJoined);
    }
    traffic.start();
    traffic.flow(A_MOMENT);

    cluster.redis.kill9();
    long killed = System.nanoTime();
    await().atMost(BOUND).until(traffic::anyDegraded);
    await().atMost(BOUND).until(() -> !traffic.anyDegraded());
    Duration away = Duration.ofNanos(System.nanoTime() - killed);
    traffic.flow(A_MOMENT);

    String report = traffic.check();
    LOG.log(Level.INFO, "Failover: back after {0} ms; {1}", away.toMillis(), report);
    assertThat(away).isLessThan(DOWNTIME);
    assertThat(nodes).allMatch(RedisCluster::isConnected);
  }

  private RedisSettings settings() {
    return new RedisSettings(
        new RedisPlace.Sentinels(sentinels.urls(), RedisSentinels.MASTER),
        RedisLogin.NONE,
        Optional.empty(),
        TestCluster.TIMEOUT,
        "t",
        16);
  }
}
