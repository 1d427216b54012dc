package dev.parley.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.NodePhase;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theStepsComeInTheirOrder() {
    DrainRig rig = new DrainRig(3);

    assertThat(rig.drain.begin()).isTrue();
    assertThat(rig.life.phase()).isEqualTo(NodePhase.DRAINING);
    assertThat(rig.happened).containsExactly("maintenance");
    rig.run();

    assertThat(rig.happened)
        .containsExactly(
            "maintenance", "flush", "farewells", "closers", "rest", "flush", "release");
    assertThat(rig.life.phase()).isEqualTo(NodePhase.DRAINED);
    assertThat(rig.drain.progress().step()).isEqualTo(Drain.Step.DONE);
  }

  @Test
  void aSecondBeginChangesNothing() {
    DrainRig rig = new DrainRig(3);
    rig.drain.begin();

    assertThat(rig.drain.begin()).isFalse();
    rig.run();

    assertThat(rig.drain.begin()).isFalse();
    assertThat(rig.happened).containsOnlyOnce("maintenance").containsOnlyOnce("release");
  }

  /** Every client is told and closed within the budget, evenly, in batches of a bounded size. */
  @Test
  void tenThousandConnectionsAreToldAndClosedAtAnEvenPace() {
    int count = 10_000;
    DrainRig rig = new DrainRig(count);
    rig.drain.begin();

    Duration took = rig.run();

    assertThat(took).isLessThan(Duration.ofSeconds(9));
    assertThat(rig.told).hasSize(count);
    assertThat(rig.closed).hasSize(count);
    assertThat(rig.told.values()).allMatch(at -> at.compareTo(SECOND) >= 0);
    Duration lastTold = rig.told.values().stream().max(Duration::compareTo).orElseThrow();
    assertThat(rig.closed.values()).allMatch(at -> at.compareTo(lastTold) >= 0);
    assertThat(largestBatch(rig.told.values())).isLessThanOrEqualTo(1_000);
    assertThat(largestBatch(rig.closed.values())).isLessThanOrEqualTo(167);
    Map<Long, Long> bySecond =
        rig.closed.values().stream()
            .collect(Collectors.groupingBy(Duration::toSeconds, Collectors.counting()));
    Duration firstClosed = rig.closed.values().stream().min(Duration::compareTo).orElseThrow();
    for (long second = firstClosed.toSeconds() + 1;
        second < firstClosed.toSeconds() + 6;
        second++) {
      assertThat(bySecond.get(second)).isBetween(1_650L, 1_670L);
    }
  }

  @Test
  void aNodeWithoutClientsIsDrainedAtOnce() {
    DrainRig rig = new DrainRig(0);
    rig.drain.begin();

    rig.timer.advance(Duration.ofMillis(1));

    assertThat(rig.isDrained()).isTrue();
  }

  @Test
  void workUnderWayIsWaitedFor() {
    DrainRig rig = new DrainRig(1);
    rig.busy = true;
    rig.drain.begin();
    rig.timer.advance(Duration.ofSeconds(5));
    assertThat(rig.drain.progress().step()).isEqualTo(Drain.Step.WORK);
    assertThat(rig.told).isEmpty();

    rig.busy = false;
    rig.timer.advance(Duration.ofMillis(200));

    assertThat(rig.told).hasSize(1);
  }

  @Test
  void publishesUnderWayAreWaitedFor() {
    DrainRig rig = new DrainRig(1);
    rig.flush = new CompletableFuture<>();
    rig.drain.begin();
    rig.timer.advance(Duration.ofSeconds(5));
    assertThat(rig.told).isEmpty();

    rig.flush.complete(null);
    rig.timer.advance(Duration.ofMillis(200));

    assertThat(rig.told).hasSize(1);
  }

  /** Nothing that hangs may hold the end of a node. */
  @Test
  void handlersStoresAndClientsThatHangHoldNothingForLong() {
    DrainRig rig = new DrainRig(10_000);
    rig.busy = true;
    rig.flush = new CompletableFuture<>();
    rig.stubborn = 500;
    rig.drain.begin();

    Duration took = rig.run();

    assertThat(took).isBetween(Duration.ofSeconds(1 + 10 + 6 + 3), Duration.ofSeconds(24));
    assertThat(rig.happened).contains("rest", "release");
    assertThat(rig.open()).isZero();
  }

  @Test
  void hasteShortensEveryWait() {
    DrainRig rig = new DrainRig(10_000);
    rig.busy = true;
    rig.flush = new CompletableFuture<>();
    rig.stubborn = 500;
    rig.drain.begin();
    rig.timer.advance(SECOND);

    rig.drain.hasten();
    Duration took = rig.run();

    assertThat(took).isLessThan(Duration.ofSeconds(4));
    assertThat(rig.told).hasSize(10_000);
    assertThat(rig.closed).hasSize(10_000);
  }

  @Test
  void hasteBeforeTheBeginIsNone() {
    DrainRig rig = new DrainRig(100);
    rig.drain.hasten();
    rig.drain.begin();

    assertThat(rig.run()).isGreaterThan(Duration.ofSeconds(6));
  }

  @Test
  void aPartThatFailsHoldsNothing() {
    DrainRig rig =
        new DrainRig(3) {
          @Override
          public void closeRest() {
            super.closeRest();
            throw new IllegalStateException("a bug");
          }

          @Override
          public void release() {
            super.release();
            throw new IllegalStateException("a bug");
          }
        };
    rig.drain.begin();

    rig.run();

    assertThat(rig.life.phase()).isEqualTo(NodePhase.DRAINED);
  }

  @Test
  void progressIsTold() {
    DrainRig rig = new DrainRig(600);
    assertThat(rig.drain.progress())
        .isEqualTo(new Drain.Progress(NodePhase.SERVING, Drain.Step.NONE, 600, Duration.ZERO));
    rig.drain.begin();

    rig.timer.advance(Duration.ofMillis(4_950));

    Drain.Progress halfway = rig.drain.progress();
    assertThat(halfway.step()).isEqualTo(Drain.Step.CLOSING);
    assertThat(halfway.connections()).isBetween(250, 350);
    assertThat(halfway.elapsed()).isEqualTo(Duration.ofMillis(4_950));
    Duration took = rig.run();
    rig.timer.advance(SECOND);
    assertThat(rig.drain.progress().elapsed()).isLessThanOrEqualTo(took);
  }

  private static long largestBatch(Collection<Duration> moments) {
    return moments.stream()
        .collect(Collectors.groupingBy(moment -> moment, Collectors.counting()))
        .values()
        .stream()
        .max(Long::compare)
        .orElseThrow();
  }
}
