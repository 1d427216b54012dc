package dev.parley.bench.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long MILLI = 1_000_000;

  @Test
  void partsOfAProcessEachAddUpToTheWhole() {
    Latencies whole = upTo(1, 1_000);
    Latencies sum = Latencies.parse(upTo(1, 300).encode());

    sum.add(Latencies.parse(upTo(301, 1_000).encode()));

    assertThat(sum.count()).isEqualTo(1_000);
    assertThat(sum.millis(50)).isEqualTo(whole.millis(50)).isCloseTo(500, within(1.0));
    assertThat(sum.millis(99.9)).isEqualTo(whole.millis(99.9)).isCloseTo(999, within(1.0));
    assertThat(sum.maxMillis()).isCloseTo(1_000, within(1.0));
  }

  private static Latencies upTo(long first, long last) {
    Latencies latencies = new Latencies();
    LongStream.rangeClosed(first, last).forEach(millis -> latencies.record(millis * MILLI));
    return latencies;
  }

  @Test
  void whatIsTooLongOrTooShortIsKeptAtTheEdge() {
    Latencies latencies = new Latencies();

    latencies.record(-5);
    latencies.record(Long.MAX_VALUE);

    assertThat(latencies.millis(1)).isZero();
    assertThat(latencies.maxMillis()).isCloseTo(120_000, within(200.0));
  }

  @Test
  void nothingHasNoPercentile() {
    assertThat(Latencies.parse(new Latencies().encode()).millis(99)).isZero();
  }
}
