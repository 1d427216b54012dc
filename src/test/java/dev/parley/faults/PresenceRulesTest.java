package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceRulesTest {
  private static final Duration WITHIN = Duration.ofNanos(100);

  @Test
  void oneAnnouncementInTimeIsWhatIsOwed() {
    assertThat(check(new Sighting.Announced("w", "u", false, 150))).isEmpty();
  }

  @Test
  void whatWasToldBeforeTheCrashDoesNotCount() {
    assertThat(check(new Sighting.Announced("w", "u", false, 50))).hasSize(1);
  }

  @Test
  void silenceIsWrong() {
    assertThat(check()).hasSize(1);
  }

  @Test
  void twiceIsWrong() {
    assertThat(
            check(
                new Sighting.Announced("w", "u", false, 150),
                new Sighting.Announced("w", "u", false, 160)))
        .hasSize(1);
  }

  @Test
  void onlineIsWrong() {
    assertThat(check(new Sighting.Announced("w", "u", true, 150))).hasSize(1);
  }

  @Test
  void tooLateIsWrong() {
    assertThat(check(new Sighting.Announced("w", "u", false, 201))).hasSize(1);
  }

  private static List<String> check(Sighting... sightings) {
    return PresenceRules.check(List.of(sightings), Set.of("u"), Set.of("w"), 100, WITHIN);
  }
}
