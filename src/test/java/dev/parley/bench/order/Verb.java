package dev.parley.bench.order;

/** What the load generator can be told to do. */
public enum Verb {
  /** Signs the tokens of users, before the clock runs: a {@link GroupOrder}; answers nothing. */
  SIGN,
  /** Connects a group: a {@link GroupOrder}; answers a {@link DialResult}. */
  OPEN,
  /** Counts from now on what arrives of a run: a {@link RunOrder}; answers nothing. */
  COUNT,
  /**
   * Sends the messages of a run that is counted: {@code base}, its first, and {@code startNanos},
   * {@link System#nanoTime} at which that is due, which is the same clock in all processes; answers
   * a {@link RunResult}.
   */
  RUN,
  /** A group stops reading: {@code group}; answers nothing. */
  STALL,
  /**
   * Cuts all connections of a group and dials anew: {@code group, perSecond}; {@link DialResult}.
   */
  STORM,
  /** Connects and leaves, over and over: a {@link ChurnOrder}; answers a {@link DialResult}. */
  CHURN,
  /** A group leaves: {@code group}; answers {@code dropped}, members whom the server had ended. */
  CLOSE
}
