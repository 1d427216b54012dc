package dev.parley.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeLifeTest {
  private final NodeLife life = new NodeLife();

  @Test
  void aNodeBeginsServing() {
    assertThat(life.phase()).isEqualTo(NodePhase.SERVING);
    assertThat(new NodeLife(NodePhase.STARTING).isServing()).isFalse();
    assertThat(life.isServing()).isTrue();
  }

  @Test
  void itGoesOnOnce() {
    assertThat(life.enter(NodePhase.DRAINING)).isTrue();
    assertThat(life.enter(NodePhase.DRAINING)).isFalse();
    assertThat(life.isServing()).isFalse();
  }

  @Test
  void itNeverGoesBack() {
    life.enter(NodePhase.DRAINED);

    assertThat(life.enter(NodePhase.DRAINING)).isFalse();
    assertThat(life.enter(NodePhase.SERVING)).isFalse();
    assertThat(life.phase()).isEqualTo(NodePhase.DRAINED);
  }
}
