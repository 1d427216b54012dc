package dev.parley.platform.health;

import dev.parley.cluster.api.ClusterState;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether this node hears the others, and so may be sent clients.
 *
 * <p>Only the start waits for Redis, and not for ever. A node that loses Redis later goes on
 * serving and stays ready: all nodes lose it at once, and nobody would be left to send clients to.
 */
final class ClusterReadiness {
  /** After this a node that has never reached Redis serves alone. */
  static final Duration JOIN_BOUND = Duration.ofSeconds(30);

  private final ClusterState state;
  private final TimeSource time;
  private final long startNanos;

  ClusterReadiness(ClusterState state, TimeSource time) {
    this.state = state;
    this.time = time;
    this.startNanos = time.nanoTime();
  }

  HealthCheckResponse ready() {
    return HealthCheckResponse.named("parley-cluster")
        .status(isReady())
        .withData("redis", redis())
        .build();
  }

  boolean isReady() {
    return state.isJoined() || time.nanoTime() - startNanos >= JOIN_BOUND.toNanos();
  }

  /** The word for operators. */
  String redis() {
    if (state == ClusterState.ALONE) {
      return "none";
    }
    return state.isJoined() && !state.isDegraded() ? "connected" : "degraded";
  }
}
