package dev.parley.platform.health;

import dev.parley.cluster.api.ClusterState;
import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.NodePhase;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Registers the checks. */
@Dependent
class HealthBeans {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  @Produces
  @Singleton
  static HealthRules rules(Pulse pulse, Instance<Gateway> gateway, NodeName node, NodeLife life) {
    return new HealthRules(
        pulse, gateway.isResolvable() ? Optional.of(gateway.get()) : Optional.empty(), node, life);
  }

  @Produces
  @ApplicationScoped
  @Startup
  static HealthCheck started(HealthRules rules) {
    return rules::started;
  }

  @Produces
  @ApplicationScoped
  @Readiness
  static HealthCheck ready(HealthRules rules) {
    return rules::ready;
  }

  @Produces
  @Singleton
  static ClusterReadiness clusterRules(ClusterState state, TimeSource time) {
    return new ClusterReadiness(state, time);
  }

  /** Clients are let in once the node hears the others, which is bounded from the start on. */
  static void begin(
      @Observes jakarta.enterprise.event.Startup event,
      ClusterReadiness rules,
      NodeLife life,
      Scheduler scheduler) {
    serveOnceReady(rules, life, scheduler);
  }

  private static void serveOnceReady(ClusterReadiness rules, NodeLife life, Scheduler scheduler) {
    if (rules.isReady()) {
      life.enter(NodePhase.SERVING);
    } else {
      scheduler.schedule(LOOK_AGAIN, () -> serveOnceReady(rules, life, scheduler));
    }
  }

  @Produces
  @ApplicationScoped
  @Readiness
  static HealthCheck cluster(ClusterReadiness rules) {
    return rules::ready;
  }

  @Produces
  @ApplicationScoped
  @Liveness
  static HealthCheck live(HealthRules rules) {
    return rules::live;
  }
}
