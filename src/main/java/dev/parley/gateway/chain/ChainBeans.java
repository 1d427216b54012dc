package dev.parley.gateway.chain;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.gateway.logging.FactLog;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the decorators what they share. */
@Dependent
class ChainBeans {

  @Produces
  @Singleton
  static EventLog eventLog(Settings settings, NodeName node, TimeSource time) {
    ChainSettings configured = ChainSettings.of(settings);
    return new EventLog(configured.logEvents(), FactLog.of(EventLog.NAME, settings), node, time);
  }

  @Produces
  @Singleton
  static SocketAllowance allowance(RateLimiter limiter, Settings settings) {
    return new SocketAllowance(limiter, settings);
  }

  @Produces
  @Singleton
  static PayloadBinder binder() {
    return new PayloadBinder(EnglishValidation.validator());
  }
}
