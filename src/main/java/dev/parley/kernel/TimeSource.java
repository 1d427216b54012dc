package dev.parley.kernel;

import java.time.Instant;

/** The two clocks: one to date things with, one to measure time by. */
public interface TimeSource {
  /** The wall clock; it may jump, so it never decides a time-out. */
  Instant now();

  /** Nanoseconds since an arbitrary moment; never goes backwards. */
  long nanoTime();

  /** The clocks of this machine. */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }
}
