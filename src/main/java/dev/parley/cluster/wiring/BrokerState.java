package dev.parley.cluster.wiring;

import dev.parley.cluster.api.ClusterState;
import dev.parley.cluster.redis.RedisBroker;

/** The state of a node as its broker sees it. */
record BrokerState(RedisBroker broker) implements ClusterState {
  @Override
  public boolean isJoined() {
    return broker.isJoined();
  }

  @Override
  public boolean isDegraded() {
    return broker.isDegraded();
  }
}
