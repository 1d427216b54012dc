package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.chat.globalroom.GlobalRoomSettings;
import dev.parley.kernel.Setting;
import dev.parley.presence.PresenceSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the periods hang together; see {@link RosterTimes} and ADR 14. */
class RosterTimesTest {
  private static final RosterTimes TIMES = RosterTimes.DEFAULT;

  // Between two looks at what is due, and what a failed call delays.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** Invariant: who is online has a node that lives, or one that is remembered as dead. */
  @Test
  void nobodyIsOnlineForLongerThanADeadNodeIsRemembered() {
    assertThat(TIMES.online()).isLessThan(LeaseTimes.DEFAULT.memory());
    assertThat(TIMES.index())
        .isGreaterThan(TIMES.online().plus(TIMES.refresh()).plus(MARGIN))
        .isGreaterThan(LeaseTimes.DEFAULT.memory().plus(TIMES.refresh()).plus(MARGIN));
  }

  /** Invariant: while a node with users lives, nothing of theirs ends by itself. */
  @Test
  void aNodeWithUsersWritesOftenerThanAnythingEnds() {
    assertThat(TIMES.life()).isGreaterThan(TIMES.refresh().plus(MARGIN));
    assertThat(TIMES.noted()).isLessThanOrEqualTo(CacheTimes.DEFAULT.socket().dividedBy(2));
    String longer = TIMES.online().minus(TIMES.life()).toString();
    for (Setting<Duration> grace :
        List.of(PresenceSettings.GRACE, GlobalRoomSettings.COUNT_INTERVAL)) {
      assertThatIllegalArgumentException().isThrownBy(() -> grace.parse(longer));
    }
  }
}
