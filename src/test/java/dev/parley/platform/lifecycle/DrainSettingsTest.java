package dev.parley.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.kernel.Setting;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrainSettingsTest {
  private static final Pattern MAX = Pattern.compile("to (\\d+)s");

  /** Whatever is configured, a drain ends before whoever stops the process loses patience. */
  @Test
  void theLongestDrainIsBoundedByTheRows() {
    Duration longest = DrainSettings.FAREWELL.plus(DrainSettings.LAST_WRITES);
    for (Setting<Duration> row :
        List.of(
            DrainSettings.NOTICE,
            DrainSettings.WORK_LIMIT,
            DrainSettings.CLOSE_WINDOW,
            DrainSettings.FLUSH_LIMIT)) {
      Duration max = max(row);
      longest = longest.plus(max);
      assertThatThrownBy(() -> row.parse(max.plusMillis(1).toMillis() + "ms"))
          .hasMessageContaining(row.key());
    }

    assertThat(longest).isEqualTo(DrainSettings.LONGEST);
    assertThat(DrainSettings.LONGEST).isLessThan(StopRequests.LIMIT);
    assertThat(StopRequests.LIMIT).isLessThan(Duration.ofSeconds(30));
  }

  private static Duration max(Setting<?> row) {
    Matcher matcher = MAX.matcher(row.unit());
    assertThat(matcher.find()).as(row.unit()).isTrue();
    return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
  }
}
