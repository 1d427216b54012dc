package dev.parley.bench.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunResultTest {
  @Test
  void processesAddUp() {
    RunResult one = result(new RunResult.Counts(1, 10, 9, 0, 1, 0, 0, 0, 0, 100), 5);
    RunResult other = result(new RunResult.Counts(2, 20, 18, 3, 0, 1, 2, 1, 2, 200), 4);

    RunResult sum = RunResult.from(Fields.parse(one.plus(other).fields().toString()));

    assertThat(sum.counts()).isEqualTo(new RunResult.Counts(3, 30, 27, 3, 1, 1, 2, 1, 2, 300));
    assertThat(sum.counts().lost()).isEqualTo(1);
    assertThat(sum.elapsedNanos()).isEqualTo(5);
    assertThat(sum.deliveries().count()).isEqualTo(2);
  }

  private static RunResult result(RunResult.Counts counts, long elapsed) {
    Latencies latencies = new Latencies();
    latencies.record(1_000_000);
    return new RunResult(counts, elapsed, latencies, new Latencies(), new Latencies());
  }
}
