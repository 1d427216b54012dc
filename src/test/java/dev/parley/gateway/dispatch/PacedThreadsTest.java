package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Lanes slow down while writing is behind, and never stand still for it. */
class PacedThreadsTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();
  private final AtomicLong lag = new AtomicLong();
  private final PacedThreads paced =
      new PacedThreads(
          Runnable::run,
          () -> {
            asked.incrementAndGet();
            return lag.get();
          });

  @Test
  void nobodyWaitsWhileWritingKeepsUp() {
    lag.set(PacedThreads.LAG.toNanos());
    paced.execute(ran::incrementAndGet);

    assertThat(asked).hasValue(1);
    assertThat(ran).hasValue(1);
  }

  @Test
  void aLaneWaitsUntilWritingHasCaughtUp() {
    PacedThreads catchingUp =
        new PacedThreads(
            Runnable::run, () -> asked.incrementAndGet() < 4 ? PacedThreads.LAG.toNanos() + 1 : 0);
    catchingUp.execute(ran::incrementAndGet);

    assertThat(asked).hasValue(4);
    assertThat(ran).hasValue(1);
  }

  @Test
  void aLaneGoesOnAfterAWhileAllTheSame() {
    lag.set(Long.MAX_VALUE);
    paced.execute(ran::incrementAndGet);

    assertThat(ran).hasValue(1);
    assertThat(asked.get()).isGreaterThan(1);
  }
}
