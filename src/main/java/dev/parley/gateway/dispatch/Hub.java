package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.api.SessionStart;
import dev.parley.gateway.api.LogListener;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rooms of this node, by namespace, and what the logs of the namespaces bring.
 *
 * <p>Safe on any thread. Nothing blocks but {@link #resume}.
 */
final class Hub implements Broker.Receiver {
  private final Map<String, NamespaceHub> namespaces = new ConcurrentHashMap<>();
  private final RecoverySettings recovery;
  private final KeyedEvents keyed;
  private final List<LogListener> listeners;
  private final TimeSource time;
  private final GatewayMeters meters;

  Hub(
      RecoverySettings recovery,
      KeyedEvents keyed,
      List<LogListener> listeners,
      TimeSource time,
      GatewayMeters meters) {
    this.recovery = recovery;
    this.keyed = keyed;
    this.listeners = List.copyOf(listeners);
    this.time = time;
    this.meters = meters;
  }

  void join(String namespace, String room, RoomMember member) {
    of(namespace).join(room, member);
  }

  void leave(String namespace, String room, RoomMember member) {
    of(namespace).leave(room, member);
  }

  @Override
  public void receive(LoggedMessage logged) {
    keyed.note(logged);
    of(logged.message().log()).receive(logged);
  }

  @Override
  public void onGap(String log, Position after, Position until) {
    of(log).gap(until);
  }

  /** Where a session of a namespace begins now. */
  SessionStart start(String namespace) {
    return of(namespace).start();
  }

  /** As {@link NamespaceHub#start(Consumer)}. */
  void start(String namespace, Consumer<SessionStart> joining) {
    of(namespace).start(joining);
  }

  /** As {@link NamespaceHub#resume}. */
  boolean resume(
      String namespace,
      SessionStart since,
      Position offset,
      String socketId,
      Set<String> rooms,
      Duration patience,
      Predicate<Replay> taker) {
    return of(namespace).resume(since, offset, socketId, rooms, patience, taker);
  }

  /** How many rooms somebody is in. */
  int roomCount() {
    return namespaces.values().stream().mapToInt(NamespaceHub::roomCount).sum();
  }

  private NamespaceHub of(String namespace) {
    return namespaces.computeIfAbsent(namespace, this::create);
  }

  private NamespaceHub create(String namespace) {
    return new NamespaceHub(
        recovery,
        listeners.stream().filter(listener -> listener.namespace().equals(namespace)).toList(),
        time,
        meters);
  }
}
