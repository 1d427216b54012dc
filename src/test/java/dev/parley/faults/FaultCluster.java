package dev.parley.faults;

import dev.parley.testing.ClusterHarness;
import java.util.concurrent.atomic.AtomicInteger;

/** The clusters that faults happen to. */
enum FaultCluster {
  /** One Redis, and a link to it from each node that can be cut. */
  ONE_REDIS,
  /**
   * The same with the heartbeats that Parley ships with: those of a crowd that come every few
   * seconds would be the load.
   */
  CROWD,
  /** A master, a replica and three sentinels; one node has a clock that can be moved. */
  SENTINELS;

  ClusterHarness start() {
    ClusterHarness.Builder builder = ClusterHarness.named("faults");
    FaultSetup.LIMITS.forEach(builder::config);
    if (this != CROWD) {
      // A peer that vanishes is noticed within seconds, so that runs are short.
      builder
          .config("parley.engine.ping-interval", "4s")
          .config("parley.engine.ping-timeout", "4s");
    }
    builder
        .config("parley.engine.outbound-budget", "256KB")
        .front("PARLEY_NGINX_RATE", "10000r/s")
        .front("PARLEY_NGINX_BURST", "20000")
        .front("PARLEY_NGINX_DELAY", "20000");
    if (this == SENTINELS) {
      builder.withSentinels();
      AtomicInteger index = new AtomicInteger();
      builder.eachNode(
          node -> {
            if (index.getAndIncrement() == ShiftedClock.NODE) {
              ShiftedClock.prepare(node);
            }
          });
    }
    return builder.start();
  }
}
