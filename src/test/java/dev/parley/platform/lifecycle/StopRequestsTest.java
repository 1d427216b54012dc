package dev.parley.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.NodePhase;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class StopRequestsTest {
  private final DrainRig rig = new DrainRig(100);
  private final FakeEnd end = new FakeEnd();
  private final StopRequests stop = new StopRequests(rig.drain, end);

  @Test
  void theFirstOneDrainsAndThenEndsTheProcess() {
    stop.request();
    assertThat(rig.life.phase()).isEqualTo(NodePhase.DRAINING);
    assertThat(end.exits).isZero();

    rig.run();

    assertThat(end.exits).isEqualTo(1);
  }

  @Test
  void aSecondOneHastens() {
    stop.request();
    stop.request();

    assertThat(rig.run()).isLessThan(Duration.ofSeconds(3));
    assertThat(end.exits).isEqualTo(1);
  }

  @Test
  void onADrainThatAnOperatorBeganTheFirstOneOnlyWaits() {
    rig.drain.begin();
    stop.request();

    assertThat(rig.run()).isGreaterThan(Duration.ofSeconds(6));
    assertThat(end.exits).isEqualTo(1);
  }

  @Test
  void aDrainedNodeEndsAtOnce() {
    rig.drain.begin();
    rig.run();

    stop.request();

    assertThat(end.exits).isEqualTo(1);
  }

  @Test
  void theLatestEndIsCleanOnlyAfterTheDrain() {
    stop.request();
    assertThat(end.limit).isEqualTo(StopRequests.LIMIT);
    assertThat(end.clean.getAsBoolean()).isFalse();

    rig.run();

    assertThat(end.clean.getAsBoolean()).isTrue();
  }

  private static final class FakeEnd implements ProcessEnd {
    int exits;
    Duration limit;
    BooleanSupplier clean;

    @Override
    public void atTheLatest(Duration latest, BooleanSupplier isClean) {
      limit = latest;
      clean = isClean;
    }

    @Override
    public void exit() {
      exits++;
    }
  }
}
