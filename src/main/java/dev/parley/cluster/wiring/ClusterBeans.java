package dev.parley.cluster.wiring;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterState;
import dev.parley.cluster.api.LogNames;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.Places;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.StandingRooms;
import dev.parley.cluster.memory.MemoryBroker;
import dev.parley.cluster.memory.MemoryNodeLeases;
import dev.parley.cluster.memory.MemoryPlaces;
import dev.parley.cluster.memory.MemoryRateLimiter;
import dev.parley.cluster.memory.MemoryRevocations;
import dev.parley.cluster.memory.MemoryRoster;
import dev.parley.cluster.memory.MemorySessionStore;
import dev.parley.cluster.memory.MemoryStandingRooms;
import dev.parley.cluster.redis.NodeSelf;
import dev.parley.cluster.redis.RedisBroker;
import dev.parley.cluster.redis.RedisCluster;
import dev.parley.cluster.redis.RedisNodeLeases;
import dev.parley.cluster.redis.RedisPlaces;
import dev.parley.cluster.redis.RedisRoster;
import dev.parley.cluster.redis.RedisSessionStore;
import dev.parley.cluster.redis.RedisSettings;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Gives out the cluster ports: over Redis where one is configured, else of this node alone. */
@Dependent
class ClusterBeans {
  @Produces
  @Singleton
  static ClusterPorts ports(
      Settings settings,
      ClusterThreads threads,
      Scheduler scheduler,
      TimeSource time,
      ContainerBreaker breaker,
      MetricRegistry registry,
      NodeName name,
      NodeLife life,
      Instance<LogNames> logs) {
    RedisChoice choice = RedisChoice.of(settings);
    Duration window = RecoverySettings.of(settings).window();
    AtomicLong sockets = new AtomicLong();
    NodeSelf self = new NodeSelf(name.value(), () -> life.phase().wireName(), sockets::get);
    if (choice.redis().isEmpty()) {
      return inMemory(self, window, scheduler, time);
    }
    RedisSettings redis = choice.redis().get();
    ClusterMeters meters = new ClusterMeters(registry, time);
    RedisCluster cluster =
        RedisCluster.connect(
            redis, new FaultToleranceBreaker(breaker), meters, threads.executor(), scheduler, time);
    // The namespaces, which need the broker, are known when it gets its receiver.
    RedisBroker broker = cluster.broker(() -> logs.get().all(), choice.limits());
    RedisNodeLeases leases = cluster.leases(self);
    RedisRoster roster = cluster.roster(self.name(), leases, sockets);
    RedisSessionStore sessions = cluster.sessions(window);
    leases.onLoss(sessions::writeAgain);
    RedisPlaces places = cluster.places(leases);
    meters.watch(cluster, broker, leases, roster, sessions);
    return new ClusterPorts(
        new TimedBroker(broker, meters, time),
        cluster.limiter(new MemoryRateLimiter(time)),
        cluster.revocations(),
        leases,
        roster,
        sessions,
        places,
        cluster.standingRooms(new MemoryStandingRooms()),
        new BrokerState(broker),
        () -> {
          sessions.close();
          places.close();
          roster.close();
          leases.release();
          leases.close();
          broker.close();
          cluster.close();
        });
  }

  /** Whoever has to hear of other nodes' ends is there once the namespaces are. */
  static void start(@Observes Startup event, ClusterPorts ports, LogNames logs) {
    logs.all();
    ports.leases().start();
  }

  static void close(@Observes Shutdown event, ClusterPorts ports) {
    ports.closing().run();
  }

  @Produces
  @Singleton
  static Broker broker(ClusterPorts ports) {
    return ports.broker();
  }

  @Produces
  @Singleton
  static RateLimiter limiter(ClusterPorts ports) {
    return ports.limiter();
  }

  @Produces
  @Singleton
  static ClusterState state(ClusterPorts ports) {
    return ports.state();
  }

  @Produces
  @Singleton
  static Revocations revocations(ClusterPorts ports) {
    return ports.revocations();
  }

  @Produces
  @Singleton
  static SessionStore sessions(ClusterPorts ports) {
    return ports.sessions();
  }

  @Produces
  @Singleton
  static NodeLeases leases(ClusterPorts ports) {
    return ports.leases();
  }

  @Produces
  @Singleton
  static Roster roster(ClusterPorts ports) {
    return ports.roster();
  }

  @Produces
  @Singleton
  static Places places(ClusterPorts ports) {
    return ports.places();
  }

  @Produces
  @Singleton
  static StandingRooms standingRooms(ClusterPorts ports) {
    return ports.standingRooms();
  }

  private static ClusterPorts inMemory(
      NodeSelf self, Duration window, Scheduler scheduler, TimeSource time) {
    return new ClusterPorts(
        new MemoryBroker(time),
        new MemoryRateLimiter(time),
        new MemoryRevocations(time, Revocations.MOST),
        new MemoryNodeLeases(self.name(), self.state(), self.sockets()),
        new MemoryRoster(self.name(), scheduler, time),
        new MemorySessionStore(time, window),
        new MemoryPlaces(),
        new MemoryStandingRooms(),
        ClusterState.ALONE,
        () -> {});
  }
}
