package dev.parley.platform.health;

import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.NodeName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Registers the three checks. */
@Dependent
class HealthBeans {

  @Produces
  @Singleton
  static HealthRules rules(Pulse pulse, Instance<Gateway> gateway, NodeName node) {
    return new HealthRules(
        pulse, gateway.isResolvable() ? Optional.of(gateway.get()) : Optional.empty(), node);
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
  @ApplicationScoped
  @Liveness
  static HealthCheck live(HealthRules rules) {
    return rules::live;
  }
}
