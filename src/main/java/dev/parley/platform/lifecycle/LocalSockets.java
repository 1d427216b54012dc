package dev.parley.platform.lifecycle;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The sockets of this node by their connection, to be told when it drains.
 *
 * <p>All sockets of a connection are asked to come back after the same delay.
 */
final class LocalSockets implements SharedEvents, Clients {
  private final NodeName node;
  private final Duration spread;
  private final Map<String, Set<ClientSocket>> byConnection = new ConcurrentHashMap<>();
  private volatile boolean maintenance;
  private volatile boolean shutdown;

  /**
   * @param spread the largest delay that a client is asked to wait
   */
  LocalSockets(NodeName node, Duration spread) {
    this.node = node;
    this.spread = spread;
  }

  @Override
  public List<? extends InboundEvent> inboundEvents() {
    return List.of();
  }

  @Override
  public List<? extends OutboundEvent> outboundEvents() {
    return List.of(LifecycleOutbound.values());
  }

  @Override
  public void register(HandlerRegistry handlers) {
    // Clients have nothing to say to a drain.
  }

  @Override
  public void connected(ClientSocket socket) {
    byConnection.compute(
        socket.connectionId(),
        (connection, known) -> {
          Set<ClientSocket> sockets = known == null ? ConcurrentHashMap.newKeySet(2) : known;
          sockets.add(socket);
          return sockets;
        });
    // Asked after the socket can be found: whoever tells all sees it, or it sees that all are told.
    if (maintenance) {
      tellMaintenance(socket);
    }
    if (shutdown) {
      tellShutdown(socket, ThreadLocalRandom.current().nextLong(spread.toMillis() + 1));
    }
  }

  @Override
  public void disconnected(ClientSocket socket, CloseCode code) {
    byConnection.computeIfPresent(
        socket.connectionId(),
        (connection, sockets) -> {
          sockets.remove(socket);
          return sockets.isEmpty() ? null : sockets;
        });
  }

  @Override
  public void tellMaintenance() {
    maintenance = true;
    byConnection.values().forEach(sockets -> sockets.forEach(this::tellMaintenance));
  }

  @Override
  public List<Runnable> farewells() {
    shutdown = true;
    List<Set<ClientSocket>> connections = List.copyOf(byConnection.values());
    List<Runnable> farewells = new ArrayList<>(connections.size());
    for (int n = 0; n < connections.size(); n++) {
      Set<ClientSocket> sockets = connections.get(n);
      long delayMs = delayMs(n, connections.size());
      farewells.add(() -> sockets.forEach(socket -> tellShutdown(socket, delayMs)));
    }
    return farewells;
  }

  /** How many connections have a socket. */
  int connections() {
    return byConnection.size();
  }

  /** A random moment of the client's own share of the spread. */
  private long delayMs(int index, int count) {
    double share = (index + ThreadLocalRandom.current().nextDouble()) / count;
    return (long) (share * spread.toMillis());
  }

  private void tellMaintenance(ClientSocket socket) {
    socket.emit(LifecycleOutbound.MAINTENANCE, new ServerMaintenance(node.value()));
  }

  private static void tellShutdown(ClientSocket socket, long delayMs) {
    socket.emit(LifecycleOutbound.SHUTDOWN, new ServerShutdown(true, delayMs));
  }
}
