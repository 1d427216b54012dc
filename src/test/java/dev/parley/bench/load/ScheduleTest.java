package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void timesAreEvenAndDoNotDrift() {
    Schedule schedule = new Schedule(5, 1_000);

    assertThat(schedule.due(0)).isEqualTo(5);
    assertThat(schedule.due(1)).isEqualTo(1_000_005);
    assertThat(schedule.due(3_600_000)).isEqualTo(3_600_000_000_005L);
    assertThat(new Schedule(0, 3).due(3)).isEqualTo(1_000_000_000);
  }

  @Test
  void processesShareMembersWithoutGapsOrRepeats() {
    int[] all =
        IntStream.range(0, 3)
            .mapToObj(part -> new Share(part, 3))
            .flatMapToInt(share -> IntStream.range(0, share.of(11)).map(share::member))
            .sorted()
            .toArray();

    assertThat(all).isEqualTo(IntStream.range(0, 11).toArray());
    assertThat(Arrays.stream(all).filter(new Share(1, 3)::has)).containsExactly(1, 4, 7, 10);
    assertThat(new Share(1, 3).place(7)).isEqualTo(2);
  }
}
