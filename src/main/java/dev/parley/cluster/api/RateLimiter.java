package dev.parley.cluster.api;

import java.time.Duration;
import java.util.Optional;

/** Counts events against sliding windows. Safe on any thread. */
public interface RateLimiter {
  /**
   * Takes one permit of a limit, for the subject that the limit counts.
   *
   * @return empty when it was granted, else the time after which one is free again (never zero)
   */
  Optional<Duration> tryAcquire(Limit limit, String subject);

  /**
   * A limit as data.
   *
   * @param name what it counts; with the subject it makes the counter's key
   * @param permits how many a window allows, at least 1
   * @param failOpen what happens while the counters cannot be reached: true admits, false refuses
   */
  record Limit(String name, int permits, Duration window, boolean failOpen) {}
}
