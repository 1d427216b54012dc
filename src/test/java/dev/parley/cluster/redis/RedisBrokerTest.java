package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.BrokerContractTest;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.testing.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class RedisBrokerTest extends BrokerContractTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-broker-contract"));

  @Override
  protected Broker broker() {
    return cluster.closing(
        cluster.connected().broker(List.of("/n", "/other", ClusterMessage.CONTROL_LOG)));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }
}
