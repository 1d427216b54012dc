package dev.parley.faults;

/**
 * One way in which a run broke the promise.
 *
 * @param client who saw it; {@code -} when it is nobody's in particular
 * @param message the message, or what else it is about
 */
record Finding(Kind kind, String client, String message, String detail) {
  /** The ways. */
  enum Kind {
    /** An acked message that a member never got. */
    LOST,
    /** One send that became two messages. */
    DOUBLED,
    /** The same message twice in one session. */
    REPEATED,
    /** Against its sender's order, the order of others, or its own number. */
    REORDERED,
    /** A number that is missing between two that came. */
    GAP,
    /** One number for two messages, or two for one. */
    MISNUMBERED,
    /** A message that nobody sent, or that names another sender, or that was for somebody else. */
    FOREIGN,
    /** A session that should have been recovered and was not. */
    SESSION_LOST
  }

  @Override
  public String toString() {
    return kind + " " + message + " at " + client + ": " + detail;
  }
}
