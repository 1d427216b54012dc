package dev.parley.plainws;

import dev.parley.kernel.Scheduler;
import java.time.Duration;

/**
 * Pings a client and ends its connection when no pong comes in time.
 *
 * <p>Safe on any thread; what it calls runs without a lock.
 */
final class PlainHeartbeat {
  private final Scheduler scheduler;
  private final Duration interval;
  private final Duration timeout;
  private final Runnable ping;
  private final Runnable expired;
  private Scheduler.Timeout timer;
  private boolean awaitingPong;
  private boolean stopped;

  PlainHeartbeat(
      Scheduler scheduler, Duration interval, Duration timeout, Runnable ping, Runnable expired) {
    this.scheduler = scheduler;
    this.interval = interval;
    this.timeout = timeout;
    this.ping = ping;
    this.expired = expired;
  }

  synchronized void start() {
    arm(interval, this::beat);
  }

  /** A pong came; one that nobody asked for changes nothing. */
  synchronized void pong() {
    if (awaitingPong) {
      awaitingPong = false;
      arm(interval, this::beat);
    }
  }

  synchronized void stop() {
    stopped = true;
    cancel();
  }

  private void beat() {
    synchronized (this) {
      if (stopped) {
        return;
      }
      awaitingPong = true;
      arm(timeout, this::expire);
    }
    ping.run();
  }

  private void expire() {
    synchronized (this) {
      if (stopped || !awaitingPong) {
        return;
      }
      stopped = true;
    }
    expired.run();
  }

  private void arm(Duration delay, Runnable task) {
    if (!stopped) {
      cancel();
      timer = scheduler.schedule(delay, task);
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
