package dev.parley.cluster.memory;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Stands in for the cluster while there is one node. */
@Dependent
class MemoryClusterBeans {

  @Produces
  @Singleton
  static Broker broker() {
    return new MemoryBroker();
  }

  @Produces
  @Singleton
  static RateLimiter limiter(TimeSource time) {
    return new MemoryRateLimiter(time);
  }
}
