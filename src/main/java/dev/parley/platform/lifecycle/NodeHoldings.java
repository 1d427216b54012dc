package dev.parley.platform.lifecycle;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.gateway.api.GatewayLoad;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What this node holds, by the ports that hold it.
 *
 * @param leases empty where one node is the cluster
 */
record NodeHoldings(GatewayLoad load, Broker broker, Optional<NodeLeases> leases)
    implements Holdings {
  @Override
  public boolean hasEventsInWork() {
    return load.eventsInWork() > 0;
  }

  @Override
  public CompletionStage<Void> flush() {
    return broker.flush();
  }

  @Override
  public void release() {
    leases.ifPresent(NodeLeases::release);
  }
}
