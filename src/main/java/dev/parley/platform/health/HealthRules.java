package dev.parley.platform.health;

import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodeName;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** What started, ready and live mean; the checks only ask. */
final class HealthRules {
  /** A node this late is better left alone for a while. */
  static final Duration READY_BOUND = Duration.ofSeconds(5);

  /** A node this late does not come back by itself: its supervisor restarts it. */
  static final Duration LIVE_BOUND = Duration.ofSeconds(30);

  private final Pulse pulse;
  private final Optional<Gateway> gateway;
  private final NodeName node;
  private final NodeLife life;

  HealthRules(Pulse pulse, Optional<Gateway> gateway, NodeName node, NodeLife life) {
    this.pulse = pulse;
    this.gateway = gateway;
    this.node = node;
    this.life = life;
  }

  /** The gateway stands, and a task has made its way through timer and executor. */
  HealthCheckResponse started() {
    return answer("parley-started", hasStarted());
  }

  /** Clients that are sent here are let in, and served in time. */
  HealthCheckResponse ready() {
    return answer("parley-ready", isReady());
  }

  /** Nothing hangs for good. */
  HealthCheckResponse live() {
    return answer("parley-live", isLive());
  }

  boolean hasStarted() {
    return serves() && pulse.hasReturned();
  }

  boolean isReady() {
    return hasStarted() && within(READY_BOUND) && life.isServing();
  }

  boolean isLive() {
    return within(LIVE_BOUND);
  }

  private boolean serves() {
    return gateway.isPresent() && gateway.get().serves("/");
  }

  private boolean within(Duration bound) {
    return pulse.sinceTimer().compareTo(bound) < 0 && pulse.sinceReturn().compareTo(bound) < 0;
  }

  private HealthCheckResponse answer(String name, boolean up) {
    return HealthCheckResponse.named(name)
        .status(up)
        .withData("node", node.value())
        .withData("phase", life.phase().wireName())
        .withData("gateway", serves() ? "serving" : "absent")
        .withData("millisSinceTimer", pulse.sinceTimer().toMillis())
        .withData("millisSinceExecutor", pulse.sinceReturn().toMillis())
        .withData("executorRoundTripMicros", pulse.roundTrip().toNanos() / 1_000)
        .build();
  }
}
