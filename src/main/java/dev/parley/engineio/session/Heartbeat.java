package dev.parley.engineio.session;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Scheduler.Timeout;
import java.time.Duration;

/**
 * When the next ping is due, and until when its pong.
 *
 * <p>Moments are computed from each other, never from when a timer happened to run: a late timer
 * gives nobody more time. Confined to the session's mailbox.
 */
final class Heartbeat {
  private final long intervalNanos;
  private final long timeoutNanos;
  private final Scheduler scheduler;
  private final Runnable wake;
  private long dueNanos;
  private boolean awaitingPong;
  private Timeout timer;

  /** What is to be done now. */
  enum Beat {
    NOTHING,
    PING,
    EXPIRED
  }

  /**
   * A heartbeat that has not begun.
   *
   * @param wake called when {@link #check} may have something to say
   */
  Heartbeat(EngineSettings settings, Scheduler scheduler, Runnable wake) {
    this.intervalNanos = settings.pingInterval().toNanos();
    this.timeoutNanos = settings.pingTimeout().toNanos();
    this.scheduler = scheduler;
    this.wake = wake;
  }

  void start(long now) {
    dueNanos = now + intervalNanos;
    arm(now);
  }

  Beat check(long now) {
    if (now - dueNanos < 0) {
      return Beat.NOTHING;
    }
    if (!awaitingPong) {
      awaitingPong = true;
      dueNanos += timeoutNanos;
      if (now - dueNanos < 0) {
        arm(now);
        return Beat.PING;
      }
    }
    return Beat.EXPIRED;
  }

  /** A pong came; one that nobody asked for changes nothing. */
  void pong(long now) {
    if (awaitingPong) {
      awaitingPong = false;
      dueNanos = now + intervalNanos;
      arm(now);
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void arm(long now) {
    stop();
    timer = scheduler.schedule(Duration.ofNanos(dueNanos - now), wake);
  }
}
