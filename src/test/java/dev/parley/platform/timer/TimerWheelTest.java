package dev.parley.platform.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.Scheduler.Timeout;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final class ManualTime implements TimeSource {
    // Near the overflow on purpose: only differences of nanoTime mean something.
    private long nanos = Long.MAX_VALUE - 1_000_000_000L;

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return nanos;
    }
  }

  private final ManualTime time = new ManualTime();
  private final TimerWheel wheel = new TimerWheel(time, Runnable::run);
  private final List<String> ran = new ArrayList<>();

  private void after(long millis, String name) {
    wheel.schedule(Duration.ofMillis(millis), () -> ran.add(name));
  }

  private void pass(long millis) {
    time.nanos += millis * 1_000_000;
    wheel.advance();
  }

  @Test
  void aTaskIsNeverEarlyAndAtMostATickLate() {
    for (int delay = 1; delay < 200; delay += 7) {
      pass(3);
      ran.clear();
      after(delay, "due");
      pass(delay - 1);
      assertThat(ran).isEmpty();
      pass(11);
      assertThat(ran).containsExactly("due");
    }
  }

  @Test
  void tasksThatAreDueTogetherRunInTheOrderOfTheirTimes() {
    after(30, "second");
    after(10, "first");
    after(41_000, "third");

    pass(60_000);

    assertThat(ran).containsExactly("first", "second", "third");
  }

  @Test
  void aTaskBeyondOneTurnOfTheWheelWaitsForItsOwnTurn() {
    after(100_000, "late");

    for (int second = 0; second < 100; second++) {
      pass(1_000);
      assertThat(ran).isEmpty();
    }
    pass(11);

    assertThat(ran).containsExactly("late");
  }

  @Test
  void aCancelledTaskIsForgottenAtOnce() {
    Timeout timeout = wheel.schedule(Duration.ofHours(1), () -> ran.add("never"));
    after(10, "other");
    assertThat(wheel.size()).isEqualTo(2);

    timeout.cancel();
    timeout.cancel();

    assertThat(wheel.size()).isEqualTo(1);
    pass(4_000_000);
    assertThat(ran).containsExactly("other");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void aTaskMayScheduleTheNext() {
    AtomicInteger runs = new AtomicInteger();
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          if (runs.incrementAndGet() < 5) {
            wheel.schedule(Duration.ZERO, again[0]);
          }
        };
    wheel.schedule(Duration.ZERO, again[0]);

    for (int i = 0; i < 10; i++) {
      pass(10);
    }

    assertThat(runs).hasValue(5);
  }

  @Test
  void whatATaskThrowsStopsNothingElse() {
    wheel.schedule(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    after(0, "next");

    pass(10);

    assertThat(ran).containsExactly("next");
    assertThat(wheel.failures()).isEqualTo(1);
  }

  @Test
  void anExecutorThatRefusesIsCounted() {
    TimerWheel refused =
        new TimerWheel(
            time,
            task -> {
              throw new RejectedExecutionException("stopping");
            });
    refused.schedule(Duration.ZERO, () -> ran.add("never"));

    time.nanos += 20_000_000;
    refused.advance();

    assertThat(refused.failures()).isEqualTo(1);
    assertThat(ran).isEmpty();
  }

  @Test
  void aHundredThousandTimersAreCheap() {
    Random random = new Random(1);
    List<Timeout> timeouts = new ArrayList<>();
    AtomicInteger fired = new AtomicInteger();
    long begin = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      timeouts.add(
          wheel.schedule(Duration.ofMillis(random.nextInt(45_000)), fired::incrementAndGet));
    }
    for (int i = 0; i < 100_000; i += 2) {
      timeouts.get(i).cancel();
    }
    for (int i = 0; i < 4_501; i++) {
      pass(10);
    }

    assertThat(fired).hasValue(50_000);
    assertThat(wheel.size()).isZero();
    // A quadratic wheel takes minutes; a slow machine does not fail this.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void theThreadTurnsTheWheelAndWakesForAFirstTimer() throws InterruptedException {
    try (TimerWheel real = new TimerWheel(TimeSource.system(), Runnable::run)) {
      real.start(
          task -> {
            Thread thread = new Thread(task, "wheel-under-test");
            thread.setDaemon(true);
            return thread;
          });
      for (int round = 0; round < 3; round++) {
        CountDownLatch latch = new CountDownLatch(1);
        long begin = System.nanoTime();
        real.schedule(Duration.ofMillis(50), latch::countDown);
        assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000);
      }
    }
  }

  @Test
  void anExecutorThatBreaksCostsOneTimerAndNotTheThread() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    try (TimerWheel broken =
        new TimerWheel(
            TimeSource.system(),
            task -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the executor is stopping");
              }
              task.run();
            })) {
      broken.start(Thread::new);
      broken.schedule(Duration.ofMillis(1), () -> {});
      broken.schedule(Duration.ofMillis(60), second::countDown);

      assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(broken.failures()).isEqualTo(1);
    }
  }
}
