package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
  private static final LeaseTimes TIMES = LeaseTimes.DEFAULT;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LeaseWatch watch = new LeaseWatch(TIMES);
  private long now = 5 * SECOND;

  @Test
  void aLeaseThatRanOutIsDueWhenItWasSeenUnchangedForAWholeLife() {
    assertThat(beats(5, new Lease("x", 7, false, ""))).isEmpty();
    assertThat(beats(2, new Lease("x", 7, false, ""))).hasSize(1);
  }

  @Test
  void aRenewalBeginsAnew() {
    beats(6, new Lease("x", 7, false, ""));

    assertThat(beats(6, new Lease("x", 8, false, ""))).isEmpty();
  }

  /** Invariant: an outage of Redis kills nobody, although all leases ran out meanwhile. */
  @Test
  void afterAFailedBeatEverybodyHasAWholeLifeAgain() {
    beats(6, new Lease("x", 7, true, ""));
    watch.forget();

    assertThat(beats(6, new Lease("x", 7, false, ""))).isEmpty();
    assertThat(beats(1, new Lease("x", 7, false, ""))).hasSize(1);
  }

  /** Invariant: a watcher that was paused with the watched does not take it for dead. */
  @Test
  void afterAPauseOfTheWatcherEverybodyHasAWholeLifeAgain() {
    beats(6, new Lease("x", 7, true, ""));
    now += 60 * SECOND;

    assertThat(beats(6, new Lease("x", 7, false, ""))).isEmpty();
  }

  /** Invariant: a jump of the clock of Redis kills nobody who renews. */
  @Test
  void aLeaseThatSeemsToHaveRunOutIsLeftAloneWhileItIsRenewed() {
    for (int expiry = 1; expiry < 30; expiry++) {
      assertThat(beats(1, new Lease("x", expiry, false, ""))).isEmpty();
    }
  }

  private List<Lease> beats(int count, Lease lease) {
    List<Lease> due = List.of();
    for (int i = 0; i < count; i++) {
      now += SECOND;
      due = watch.look(List.of(lease), now);
    }
    return due;
  }
}
