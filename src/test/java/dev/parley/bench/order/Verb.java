package dev.parley.bench.order;

/** What the load generator can be told to do. */
public enum Verb {
  /** Signs the tokens of users, before the clock runs: a {@link GroupOrder}; answers nothing. */
  SIGN,
  /** Connects a group: a {@link GroupOrder}; answers a {@link DialResult}. */
  OPEN,
  /** Sends messages and counts what arrives: a {@link RunOrder}; answers a {@link RunResult}. */
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
