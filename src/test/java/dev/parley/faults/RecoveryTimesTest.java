package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecoveryTimesTest {
  @Test
  void whatWasSaidBeforeTheFaultDoesNotCount() {
    Play play = new Play().in("a", "b").sends("a", "a1");
    long fault = play.now() + 1;
    play.gets("b", "a1", 1).sends("a", "a2").gets("b", "a2", 2).gets("b", "a2", 2);
    RecoveryTimes times = RecoveryTimes.of(play.sightings(), Set.of("a", "b"), fault);
    assertThat(times.sorted()).containsExactly(Duration.ofNanos(2));
    assertThat(times.missing()).containsExactly("a");
  }

  @Test
  void aLossCountsFromWhereTheConnectionWent() {
    Play play = new Play().in("a", "b", "c");
    long fault = play.now() + 1;
    play.sends("a", "a1").gets("b", "a1", 1).gone("b").sends("a", "a2").recovered("b");
    play.gets("b", "a2", 2).gets("c", "a2", 2);
    RecoveryTimes times = RecoveryTimes.ofLosses(play.sightings(), Set.of("b", "c"), fault);
    assertThat(times.sorted()).containsExactly(Duration.ofNanos(3));
    assertThat(times.missing()).containsExactly("c");
  }

  @Test
  void percentilesAreThoseOfTheNearestRank() {
    List<Duration> hundred = LongStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();
    RecoveryTimes times = new RecoveryTimes(hundred, Set.of());
    assertThat(times.percentile(50)).isEqualTo(Duration.ofMillis(50));
    assertThat(times.percentile(99)).isEqualTo(Duration.ofMillis(99));
    assertThat(new RecoveryTimes(List.of(), Set.of()).percentile(99)).isZero();
  }
}
