package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedEventsTest {
  private final DroppedEvents dropped = new DroppedEvents(2);

  @Test
  void whoSawTheLastOfEachRoomLacksNothing() {
    dropped.drop(List.of("a", "b"), at(3));
    dropped.drop(List.of("b"), at(5));

    assertThat(dropped.isNothingAfter(at(5), List.of("a", "b"))).isTrue();
    assertThat(dropped.isNothingAfter(at(4), List.of("a", "b"))).isFalse();
    assertThat(dropped.isNothingAfter(at(3), List.of("a"))).isTrue();
    assertThat(dropped.isNothingAfter(at(2), List.of("a"))).isFalse();
    assertThat(dropped.isNothingAfter(Position.NONE, List.of("c"))).isTrue();
  }

  /** Invariant: a room that is forgotten is never said to lack nothing when it does. */
  @Test
  void ofRoomsThatAreForgottenOnlyAFloorIsKnown() {
    dropped.drop(List.of("a"), at(1));
    dropped.drop(List.of("b"), at(2));
    dropped.drop(List.of("a"), at(3));
    dropped.drop(List.of("c"), at(4));

    assertThat(dropped.isNothingAfter(at(1), List.of("d"))).isFalse();
    assertThat(dropped.isNothingAfter(at(2), List.of("d", "b"))).isTrue();
    assertThat(dropped.isNothingAfter(at(2), List.of("a"))).isFalse();
  }

  @Test
  void whatNobodyKnowsOfIsAFloorForAllRooms() {
    dropped.drop(List.of("a"), at(2));
    dropped.allUpTo(at(7));
    dropped.drop(List.of("b"), at(8));

    assertThat(dropped.isNothingAfter(at(6), List.of("c"))).isFalse();
    assertThat(dropped.isNothingAfter(at(7), List.of("a", "c"))).isTrue();
    assertThat(dropped.isNothingAfter(at(7), List.of("b"))).isFalse();
  }

  private static Position at(long offset) {
    return new Position(1, offset);
  }
}
