package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.ClusterMessage.RoomJoin;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.LoggedMessage.Kind;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstsOfKeysTest {
  private static final Position PLACE = new Position(7, 3);

  private final ManualTimer time = new ManualTimer();
  private final FirstsOfKeys firsts = new FirstsOfKeys(time);

  @Test
  void theFirstOfAKeyStaysTheFirst() {
    note("a", 1, PLACE, 5);

    assertThat(note("b", 9, new Position(8, 1), 5).is("a", 1)).isTrue();
    assertThat(firsts.find("k").orElseThrow().is("b", 9)).isFalse();
  }

  @Test
  void whatWasDeliveredAloneIsAnsweredWithItsPlaceOnceItHasOne() {
    note("a", 1, Position.NONE, 0);
    assertThat(firsts.find("k").orElseThrow().repeated())
        .isEqualTo(new Published(Position.NONE, 0, true));

    note("a", 1, PLACE, 5);
    note("b", 1, Position.NONE, 0);

    assertThat(firsts.find("k").orElseThrow().repeated()).isEqualTo(new Published(PLACE, 5, true));
  }

  /** The log takes a key anew after five minutes, and that must not be dropped here. */
  @Test
  void aKeyIsForgottenBeforeTheLogForgetsIt() {
    note("a", 1, PLACE, 5);

    time.advance(Duration.ofMinutes(4).plusSeconds(1));

    assertThat(firsts.find("k")).isEmpty();
    assertThat(note("b", 9, new Position(7, 4), 6).is("b", 9)).isTrue();
  }

  @Test
  void noKeyHasNoFirst() {
    assertThat(firsts.find(null)).isEmpty();
  }

  private FirstsOfKeys.First note(String publisher, long sequence, Position at, long number) {
    return firsts.note(
        "k",
        new LoggedMessage(new RoomJoin("/n", "a", "b"), at, publisher, sequence, Kind.NEW),
        number);
  }
}
