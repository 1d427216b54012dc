package dev.parley.gateway.logging;

import dev.parley.kernel.NodeName;
import dev.parley.kernel.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the gateway its log of connections. */
@Dependent
class LoggingBeans {

  @Produces
  @Singleton
  static ConnectionLog connections(Settings settings, NodeName node) {
    return ConnectionLog.of(settings, node);
  }
}
