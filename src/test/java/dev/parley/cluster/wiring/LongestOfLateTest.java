package dev.parley.cluster.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongestOfLateTest {
  private final LongestOfLate longest = new LongestOfLate(Duration.ofNanos(100), 0);

  @Test
  void theLongestCountsAndNotTheLast() {
    longest.ended(7, 10);
    longest.ended(3, 20);

    assertThat(longest.nanos(30)).isEqualTo(7);
  }

  @Test
  void itIsToldForAWholePeriodAfterItsOwn() {
    longest.ended(7, 99);
    longest.ended(3, 100);

    assertThat(longest.nanos(199)).isEqualTo(7);
    assertThat(longest.nanos(200)).isEqualTo(3);
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    longest.ended(7, 10);

    assertThat(longest.nanos(200)).isZero();
  }
}
