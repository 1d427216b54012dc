package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the gateway together. */
@Dependent
class GatewayBeans {

  /** Makes the gateway when the application starts, so that a wrong row keeps it from starting. */
  static void start(@Observes Startup event, GatewayParts parts, Broker broker, Gateway gateway) {
    broker.subscribe(parts.hub()::receive);
    GatewayMeters meters = parts.meters();
    meters.gauge(GatewayMetric.CONNECTIONS_ACTIVE, parts.active()::sum);
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
  static GatewayParts parts(
      Settings settings,
      Dispatcher dispatcher,
      SocketAuthenticator authenticator,
      WireJson json,
      LaneThreads threads,
      Scheduler scheduler,
      TimeSource time,
      GatewayMeters meters) {
    return GatewayParts.of(
        GatewaySettings.of(settings),
        dispatcher,
        authenticator,
        new Hub(meters),
        json,
        threads.executor(),
        scheduler,
        time,
        meters);
  }

  @Produces
  @Singleton
  static Gateway gateway(NamespaceCatalog catalog, GatewayParts parts) {
    return new SocketGateway(catalog, parts);
  }

  @Produces
  @Singleton
  static Emitter emitter(Broker broker, WireJson json) {
    return new BrokerEmitter(broker, json);
  }
}
