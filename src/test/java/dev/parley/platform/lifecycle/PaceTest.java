package dev.parley.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  @ParameterizedTest
  @CsvSource({"10000, 6000", "1, 6000", "7, 8000", "10000, 100", "59, 6000", "61, 6000"})
  void batchesAreEvenAndTheLastComesWithinTheWindow(int total, int windowMillis) {
    List<Integer> batches = batches(total, Duration.ofMillis(windowMillis), Pace.TICK);

    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(total);
    assertThat(batches).hasSizeLessThanOrEqualTo(windowMillis / 100);
    double share = total / (windowMillis / 100.0);
    assertThat(batches)
        .allSatisfy(
            batch -> assertThat(batch).isBetween((int) Math.floor(share), (int) Math.ceil(share)));
  }

  @Test
  void aLateTickMakesNoBurst() {
    Pace pace = new Pace(6_000, Duration.ofSeconds(6));

    assertThat(pace.batch(Duration.ZERO, 0)).isEqualTo(100);
    assertThat(pace.batch(Duration.ofSeconds(4), 100)).isEqualTo(200);
  }

  @Test
  void ticksThatAreLateByTheirOwnLengthStillEndInTime() {
    Duration window = Duration.ofSeconds(6);

    List<Integer> batches = batches(10_000, window, Pace.TICK.multipliedBy(2));

    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_000);
    assertThat(batches).hasSizeLessThanOrEqualTo(31);
  }

  @Test
  void withoutAWindowThereIsOneBatch() {
    assertThat(batches(10_000, Duration.ZERO, Pace.TICK)).containsExactly(10_000);
  }

  @Test
  void nothingIsDueOfNothing() {
    assertThat(new Pace(0, Duration.ofSeconds(6)).batch(Duration.ZERO, 0)).isZero();
  }

  private static List<Integer> batches(int total, Duration window, Duration tick) {
    Pace pace = new Pace(total, window);
    List<Integer> batches = new ArrayList<>();
    int done = 0;
    for (Duration elapsed = Duration.ZERO; done < total; elapsed = elapsed.plus(tick)) {
      int batch = pace.batch(elapsed, done);
      batches.add(batch);
      done += batch;
    }
    return batches;
  }
}
