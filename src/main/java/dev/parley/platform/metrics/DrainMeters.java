package dev.parley.platform.metrics;

import dev.parley.kernel.NodePhase;
import dev.parley.platform.lifecycle.Drain;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Shows how long a drain takes, so that one that is stuck is an alert. */
@Dependent
class DrainMeters {
  static void register(@Observes Startup event, MetricRegistry registry, Drain drain) {
    registry.gauge(
        EngineMeters.described(
            "node_draining_seconds",
            "How long this node has been draining; 0 before, and when it is drained."),
        drain,
        DrainMeters::drainingSeconds);
    registry.gauge(
        EngineMeters.described("node_drained", "1 when this node is drained and may be stopped."),
        drain,
        progress -> progress.progress().phase() == NodePhase.DRAINED ? 1 : 0);
  }

  private static double drainingSeconds(Drain drain) {
    Drain.Progress progress = drain.progress();
    return progress.phase() == NodePhase.DRAINING ? progress.elapsed().toMillis() / 1_000.0 : 0;
  }
}
