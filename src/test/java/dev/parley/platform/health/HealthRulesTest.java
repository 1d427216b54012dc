package dev.parley.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.NodePhase;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class HealthRulesTest {
  private final HandTurned node = new HandTurned();
  private final Pulse pulse = new Pulse(node, node, node.queue::add);
  private final NodeLife life = new NodeLife();
  private final HealthRules rules =
      new HealthRules(pulse, Optional.of(new OneNamespace("/")), new NodeName("n"), life);

  @Test
  void aNodeIsNotReadyBeforeATaskMadeTheWholeWay() {
    pulse.start();
    assertThat(rules.hasStarted()).isFalse();
    node.turn();
    assertThat(rules.isReady()).isFalse();
    node.work();
    assertThat(rules.hasStarted()).isTrue();
    assertThat(rules.isReady()).isTrue();
    assertThat(rules.isLive()).isTrue();
  }

  @Test
  void aNodeThatDrainsIsNotReadyAndLives() {
    pulse.start();
    node.turn();
    node.work();

    life.enter(NodePhase.DRAINING);

    assertThat(rules.isReady()).isFalse();
    assertThat(rules.hasStarted()).isTrue();
    assertThat(rules.isLive()).isTrue();
  }

  @Test
  void aNodeWithoutItsGatewayIsNotReady() {
    pulse.start();
    node.turn();
    node.work();

    assertThat(new HealthRules(pulse, Optional.empty(), new NodeName("n"), life).isReady())
        .isFalse();
    assertThat(
            new HealthRules(pulse, Optional.of(new OneNamespace("/other")), new NodeName("n"), life)
                .isReady())
        .isFalse();
  }

  @Test
  void aWedgedExecutorMakesTheNodeUnreadyThenDeadAndItsReturnHealsIt() {
    pulse.start();
    node.turn();
    node.work();
    for (int second = 1; second <= 40; second++) {
      node.pass(Duration.ofSeconds(1));
      node.turn();
      assertThat(rules.isReady()).as("after %d s", second).isEqualTo(second < 5);
      assertThat(rules.isLive()).as("after %d s", second).isEqualTo(second < 30);
    }
    assertThat(node.queue).as("tasks that pile up").hasSize(1);

    node.work();
    assertThat(rules.isReady()).isTrue();
    assertThat(pulse.roundTrip()).isEqualTo(Duration.ofSeconds(39));
  }

  @Test
  void aTimerThatStandsStillMakesTheNodeUnreadyThenDead() {
    pulse.start();
    node.turn();
    node.work();
    node.pass(Duration.ofSeconds(4));
    assertThat(rules.isReady()).isTrue();
    node.pass(Duration.ofSeconds(1));
    assertThat(rules.isReady()).isFalse();
    node.pass(Duration.ofSeconds(25));
    assertThat(rules.isLive()).isFalse();
  }

  /** Clock, timer and executor that move by hand. */
  private static final class HandTurned implements TimeSource, Scheduler {
    final Queue<Runnable> queue = new ArrayDeque<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private long nanos;

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Timeout schedule(Duration delay, Runnable task) {
      scheduled.add(task);
      return () -> scheduled.remove(task);
    }

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    /** Runs what is scheduled, whenever it is due. */
    void turn() {
      List<Runnable> due = List.copyOf(scheduled);
      scheduled.clear();
      due.forEach(Runnable::run);
    }

    /** Lets the executor do all that it was given. */
    void work() {
      for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
        task.run();
      }
    }
  }

  private record OneNamespace(String path) implements Gateway {
    @Override
    public boolean serves(String namespace) {
      return path.equals(namespace);
    }

    @Override
    public SocketInbox open(
        String namespace,
        String connectionId,
        Handshake handshake,
        JsonObject auth,
        SocketLink link) {
      throw new UnsupportedOperationException();
    }
  }
}
