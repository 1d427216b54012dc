package dev.parley.cluster.redis;

import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the clock of Redis shows, by its last answer that told and by this node's stopwatch.
 *
 * <p>Counted from when the question was sent, so it is never behind, and ahead by no more than that
 * call took. The wall clock of the node plays no part. A Redis that is replaced by one with another
 * clock is followed with the first answer. Safe on any thread.
 */
final class RedisClock {
  private final TimeSource time;
  private volatile Reading last;

  RedisClock(TimeSource time) {
    this.time = time;
  }

  /** The stopwatch, to be read when a question is sent. */
  long nanoTime() {
    return time.nanoTime();
  }

  /**
   * Takes what an answer said.
   *
   * @param askedNanos what {@link #nanoTime} was when the question was sent
   */
  void told(long micros, long askedNanos) {
    last = new Reading(micros, askedNanos);
  }

  /**
   * How much time passed at most since Redis gave out a stamp.
   *
   * @return empty when it cannot be told: there was no answer yet, or the stamp is of another clock
   */
  Optional<Duration> since(long stampMicros) {
    Reading reading = last;
    if (reading == null) {
      return Optional.empty();
    }
    long passed = TimeUnit.NANOSECONDS.toMicros(time.nanoTime() - reading.askedNanos());
    long age = reading.micros() + passed - stampMicros;
    return age < 0 ? Optional.empty() : Optional.of(Duration.of(age, ChronoUnit.MICROS));
  }

  private record Reading(long micros, long askedNanos) {}
}
