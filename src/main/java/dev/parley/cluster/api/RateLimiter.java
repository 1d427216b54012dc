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

  /** Who counts, and what happens while the shared counters cannot be reached. */
  enum Counting {
    /** All nodes together; without the counters each node admits what it alone would admit. */
    TOGETHER_ELSE_ALONE("it admits, counted by each node alone"),
    /** All nodes together; without the counters nobody is admitted. */
    TOGETHER_ELSE_NEVER("it refuses"),
    /**
     * The node that a subject is at, as a connection is; it waits for nobody, and the shared
     * counter is a copy for people to look at.
     */
    WHERE_THE_SUBJECT_IS("it goes on: the node of the connection counts");

    private final String whenAway;

    Counting(String whenAway) {
      this.whenAway = whenAway;
    }

    /** What happens without the counters, for the documentation; the end of a sentence. */
    public String whenAway() {
      return whenAway;
    }
  }

  /**
   * A limit as data.
   *
   * @param name what it counts
   * @param key what its counters are called where they are shared; has {@code {id}} in it once,
   *     which stands for the subject
   * @param permits how many a window allows, at least 1
   */
  record Limit(String name, String key, int permits, Duration window, Counting counting) {
    private static final String SUBJECT = "{id}";

    public Limit {
      if (!key.contains(SUBJECT)) {
        throw new IllegalArgumentException(key + " does not say where the subject stands");
      }
    }

    /** A limit whose counters are called after it. */
    public Limit(String name, int permits, Duration window, Counting counting) {
      this(name, "rate_limit:{id}:" + name, permits, window, counting);
    }

    /** The counter of a subject; the braces stay, so that Redis Cluster looks at the subject. */
    public String counter(String subject) {
      return key.replace(SUBJECT, '{' + subject + '}');
    }
  }
}
