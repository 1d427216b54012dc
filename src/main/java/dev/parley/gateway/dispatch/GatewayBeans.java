package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ControlListener;
import dev.parley.cluster.api.LogNames;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.api.SessionStore;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.GatewayLoad;
import dev.parley.gateway.api.LogListener;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.gateway.logging.ConnectionLog;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.WriteThreads;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Puts the gateway together. */
@Dependent
class GatewayBeans {

  /** Makes the gateway when the application starts, so that a wrong row keeps it from starting. */
  static void start(
      @Observes Startup event,
      GatewayParts parts,
      Broker broker,
      @Any Instance<ControlListener> listeners,
      Instance<NodeLeases> leases,
      Gateway gateway) {
    broker.subscribe(new Incoming(parts.hub(), listeners.stream().toList(), parts.sockets()));
    leases.stream().forEach(lease -> lease.onFenced(parts.sockets()::fence));
    GatewayMeters meters = parts.meters();
    meters.gauge(GatewayMetric.CONNECTIONS_ACTIVE, parts.sockets()::count);
    meters.gauge(GatewayMetric.LANE_EVENTS, parts.laneEvents()::sum);
    meters.gauge(GatewayMetric.ACKS_PENDING, parts.acksPending()::sum);
  }

  @Produces
  @Singleton
  static WireJson json() {
    return new WireJson();
  }

  @Produces
  @Singleton
  static NamespaceCatalog catalog(
      @Any Instance<NamespaceModule> modules, @Any Instance<SharedEvents> shared) {
    return NamespaceCatalog.of(modules.stream().toList(), shared.stream().toList());
  }

  @Produces
  @Singleton
  static LogNames logs(NamespaceCatalog catalog) {
    List<String> all = new ArrayList<>(catalog.paths());
    all.add(ClusterMessage.CONTROL_LOG);
    return () -> all;
  }

  @Produces
  @Singleton
  static GatewayParts parts(
      Settings settings,
      Dispatcher dispatcher,
      SocketAuthenticator authenticator,
      Hub hub,
      Sessions sessions,
      WireJson json,
      LaneThreads threads,
      Instance<WriteThreads> writing,
      Scheduler scheduler,
      TimeSource time,
      GatewayMeters meters,
      ConnectionLog log) {
    return GatewayParts.of(
        GatewaySettings.of(settings),
        dispatcher,
        authenticator,
        hub,
        sessions,
        RecoverySettings.of(settings),
        json,
        new PacedThreads(threads.executor(), lagOf(writing)),
        scheduler,
        time,
        meters,
        log);
  }

  @Produces
  @Singleton
  static GatewayLoad load(GatewayParts parts) {
    return new GatewayLoad() {
      @Override
      public long sockets() {
        return parts.sockets().count();
      }

      @Override
      public long eventsInWork() {
        return parts.laneEvents().sum();
      }
    };
  }

  @Produces
  @Singleton
  static Gateway gateway(NamespaceCatalog catalog, GatewayParts parts) {
    return new SocketGateway(catalog, parts);
  }

  @Produces
  @Singleton
  static Emitter emitter(Broker broker, WireJson json, KeyedEvents keyed, Scheduler scheduler) {
    return new BrokerEmitter(broker, json, keyed, scheduler);
  }

  @Produces
  @Singleton
  static KeyedEvents keyed(TimeSource time) {
    return new KeyedEvents(time);
  }

  @Produces
  @Singleton
  static Hub hub(
      Settings settings,
      KeyedEvents keyed,
      @Any Instance<LogListener> listeners,
      TimeSource time,
      GatewayMeters meters) {
    return new Hub(RecoverySettings.of(settings), keyed, listeners.stream().toList(), time, meters);
  }

  @Produces
  @Singleton
  static Sessions sessions(SessionStore store, Broker broker) {
    return new Sessions(store, broker);
  }

  /** Without a transport nothing is written, and nothing waits for it. */
  private static LongSupplier lagOf(Instance<WriteThreads> writing) {
    return writing.isResolvable() ? writing.get()::lagNanos : () -> 0;
  }
}
