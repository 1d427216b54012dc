package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.EncodedEvent;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the deliveries of a namespace wait for those who are told, and when they do not. */
class BrakeTest {
  private static final long MUCH = 10_000;

  private final ManualTimer clock = new ManualTimer();
  private double takenEachStep;
  private final List<Member> members = IntStream.range(0, 4).mapToObj(i -> new Member()).toList();
  private final Brake brake = new Brake(clock, this::pass);

  private void pass(Duration pause) {
    clock.advance(pause);
    members.forEach(member -> member.load = Math.max(0, member.load - takenEachStep));
  }

  @Test
  void waitsUntilHalfOfThemHaveRoom() {
    crowd(4, 0.6);
    takenEachStep = 0.01;

    assertThat(heldFor(MUCH, 4)).isBetween(Duration.ofMillis(18), Duration.ofMillis(24));
    assertThat(members).allMatch(member -> member.load <= Brake.CROWDED);
  }

  @Test
  void aMinorityHoldsNobodyUp() {
    crowd(2, 0.9);
    assertThat(heldFor(MUCH, 4)).isZero();
    crowd(3, 0.9);
    assertThat(heldFor(MUCH, 4)).isPositive();
  }

  @Test
  void aSmallRoomHoldsNobodyUp() {
    crowd(4, 0.9);
    assertThat(heldFor(MUCH, 1_000)).isZero();
  }

  @Test
  void littleIsNotLookedAt() {
    crowd(4, 0.9);
    assertThat(heldFor(5_000, 4)).isZero();
    assertThat(heldFor(5_000, 4)).isPositive();
  }

  @Test
  void thoseWhoTakeNothingHoldTheOthersAFifthOfTheTime() {
    crowd(4, 0.9);
    assertThat(heldFor(MUCH, 4)).isEqualTo(Brake.LONGEST);
    assertThat(heldFor(MUCH, 4)).isZero();
    clock.advance(Brake.IDLE);
    assertThat(heldFor(MUCH, 4)).isEqualTo(Brake.LONGEST);
  }

  @Test
  void thoseWhoTakeSlowlyAreWaitedForAgain() {
    crowd(4, 2);
    takenEachStep = 0.001;
    assertThat(heldFor(MUCH, 4)).isEqualTo(Brake.LONGEST);
    assertThat(heldFor(MUCH, 4)).isEqualTo(Brake.LONGEST);
  }

  private void crowd(int count, double load) {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).load = i < count ? load : 0;
    }
  }

  private Duration heldFor(long bytes, int rooms) {
    long start = clock.nanoTime();
    brake.after(members, bytes, rooms);
    return Duration.ofNanos(clock.nanoTime() - start);
  }

  private static final class Member implements RoomMember {
    private double load;

    @Override
    public String id() {
      return "member";
    }

    @Override
    public void join(String room) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public boolean deliver(EncodedEvent event) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public double load() {
      return load;
    }
  }
}
