package dev.parley.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.ClusterState;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterReadinessTest {
  private final ManualTimer time = new ManualTimer();
  private final SetState state = new SetState();
  private final ClusterReadiness rules = new ClusterReadiness(state, time);

  @Test
  void aNodeIsNotReadyBeforeItHearsTheOthers() {
    assertThat(rules.isReady()).isFalse();
    state.joined = true;
    assertThat(rules.isReady()).isTrue();
    assertThat(rules.redis()).isEqualTo("connected");
  }

  @Test
  void aNodeThatStartsWithoutRedisServesAloneAfterAWhile() {
    state.degraded = true;
    time.advance(ClusterReadiness.JOIN_BOUND.minus(Duration.ofMillis(1)));
    assertThat(rules.isReady()).isFalse();
    time.advance(Duration.ofMillis(1));
    assertThat(rules.isReady()).isTrue();
    assertThat(rules.redis()).isEqualTo("degraded");
  }

  @Test
  void aNodeThatLosesRedisStaysReady() {
    state.joined = true;
    state.degraded = true;
    assertThat(rules.isReady()).isTrue();
    assertThat(rules.redis()).isEqualTo("degraded");
  }

  @Test
  void aNodeWithoutRedisSaysSo() {
    ClusterReadiness alone = new ClusterReadiness(ClusterState.ALONE, time);
    assertThat(alone.isReady()).isTrue();
    assertThat(alone.redis()).isEqualTo("none");
  }

  private static final class SetState implements ClusterState {
    private boolean joined;
    private boolean degraded;

    @Override
    public boolean isJoined() {
      return joined;
    }

    @Override
    public boolean isDegraded() {
      return degraded;
    }
  }
}
