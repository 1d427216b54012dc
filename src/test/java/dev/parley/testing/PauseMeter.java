package dev.parley.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that stands still while this JVM does or gets no CPU, to within some milliseconds.
 *
 * <p>A thread that only wakes up notes how late it was each time: what a test measures would be
 * longer by as much, whatever it measures. Any thread may read it. Part of a WAR as well: JDK types
 * only.
 */
public final class PauseMeter implements AutoCloseable {
  private static final long BEAT_NANOS = Duration.ofMillis(5).toNanos();

  /** From beat to beat; a longer time holds a pause. Some lateness is usual on any machine. */
  private static final long USUAL_NANOS = 2 * BEAT_NANOS;

  private long last;
  private long pausedNanos;
  private boolean beating;

  /** One that measures from now on. */
  public static PauseMeter started() {
    PauseMeter meter = new PauseMeter();
    meter.start();
    return meter;
  }

  /** Measures from now on; called once. */
  public synchronized void start() {
    last = System.nanoTime();
    beating = true;
    Thread thread = new Thread(this::beat, "pause-meter");
    thread.setDaemon(true);
    thread.start();
  }

  /** As {@link System#nanoTime}, without the pauses between start and close. */
  public synchronized long nanoTime() {
    long now = System.nanoTime();
    return now - pausedNanos - (beating ? pauseUntil(now) : 0);
  }

  /** Ends the thread, a beat later at most. */
  @Override
  public synchronized void close() {
    note();
    beating = false;
  }

  private void beat() {
    while (note()) {
      LockSupport.parkNanos(BEAT_NANOS);
    }
  }

  private synchronized boolean note() {
    if (beating) {
      long now = System.nanoTime();
      pausedNanos += pauseUntil(now);
      last = now;
    }
    return beating;
  }

  /** The pause that is not noted yet; the clock has stood still since it began. */
  private long pauseUntil(long now) {
    return Math.max(0, now - last - USUAL_NANOS);
  }
}
