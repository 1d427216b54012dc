package dev.parley.platform.lifecycle;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.engineio.session.EngineServer;
import dev.parley.gateway.api.GatewayLoad;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.plainws.PlainConnections;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Puts the drain together and lets SIGTERM begin it. */
@Dependent
class LifecycleBeans {

  @Produces
  @Singleton
  static DrainSettings settings(Settings settings) {
    return DrainSettings.of(settings);
  }

  /** Produced as what it is: the gateway finds its events, the drain its sockets. */
  @Produces
  @Singleton
  static LocalSockets sockets(NodeName node, DrainSettings settings) {
    return new LocalSockets(node, settings.reconnectSpread());
  }

  @Produces
  @Singleton
  static Drain drain(
      DrainSettings settings,
      NodeLife life,
      LocalSockets sockets,
      EngineServer engine,
      PlainConnections plain,
      GatewayLoad load,
      Broker broker,
      Instance<NodeLeases> leases,
      Scheduler scheduler,
      TimeSource time) {
    Optional<NodeLeases> held =
        leases.isResolvable() ? Optional.of(leases.get()) : Optional.empty();
    return new Drain(
        settings,
        life,
        sockets,
        new NodeConnections(engine, plain),
        new NodeHoldings(load, broker, held),
        scheduler,
        time);
  }

  @Produces
  @Singleton
  static TermHandler handler(Drain drain, Scheduler scheduler) {
    StopRequests stop = new StopRequests(drain, new JvmEnd());
    // The JVM's thread of the signal has no context of this application.
    return new TermHandler(
        TermSignal.install(() -> scheduler.schedule(Duration.ZERO, stop::request)));
  }

  /** The server's own handler comes back when the application stops before the process does. */
  static void remove(@Disposes TermHandler handler) throws ReflectiveOperationException {
    if (handler.installed().isPresent()) {
      handler.installed().get().remove();
    }
  }

  static void install(@Observes Startup event, TermHandler handler) {
    // Being asked for makes it.
  }

  /** SIGTERM as long as this application runs. */
  record TermHandler(Optional<TermSignal> installed) {}
}
