package dev.parley.platform.health;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends a task round the node once a second: timer, executor, and back.
 *
 * <p>Whoever asks reads two numbers, and never waits for the part that may hang.
 */
final class Pulse {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final TimeSource time;
  private final Scheduler scheduler;
  private final Executor threads;
  private volatile long timerBeatNanos;
  private volatile long returnedNanos;
  private volatile long roundTripNanos;
  private volatile boolean hasReturned;
  private volatile boolean underWay;

  Pulse(TimeSource time, Scheduler scheduler, Executor threads) {
    this.time = time;
    this.scheduler = scheduler;
    this.threads = threads;
    this.timerBeatNanos = time.nanoTime();
    this.returnedNanos = timerBeatNanos;
  }

  /** Begins; called once. */
  void start() {
    scheduler.schedule(Duration.ZERO, this::beat);
  }

  private void beat() {
    long sent = time.nanoTime();
    timerBeatNanos = sent;
    scheduler.schedule(INTERVAL, this::beat);
    if (underWay) {
      // One at a time: a wedged executor must not be fed a task a second.
      return;
    }
    underWay = true;
    try {
      threads.execute(() -> returned(sent));
    } catch (RejectedExecutionException full) {
      // No return is the answer: the age of the last one grows.
      underWay = false;
    }
  }

  private void returned(long sent) {
    long now = time.nanoTime();
    roundTripNanos = now - sent;
    returnedNanos = now;
    hasReturned = true;
    underWay = false;
  }

  /** Whether a task has made the whole way at least once. */
  boolean hasReturned() {
    return hasReturned;
  }

  /** Time since the timer last ran a task; about a second at most when all is well. */
  Duration sinceTimer() {
    return Duration.ofNanos(time.nanoTime() - timerBeatNanos);
  }

  /** Time since a task last came back from the executor. */
  Duration sinceReturn() {
    return Duration.ofNanos(time.nanoTime() - returnedNanos);
  }

  /** How long the last one that came back was on its way. */
  Duration roundTrip() {
    return Duration.ofNanos(roundTripNanos);
  }
}
