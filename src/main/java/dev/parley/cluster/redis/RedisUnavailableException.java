package dev.parley.cluster.redis;

/** Redis did not do what it was asked, as far as anybody knows; whoever asked says what then. */
public final class RedisUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No connection has been made since the start. */
    NOT_CONNECTED,
    /** The breaker is open: nothing was sent. */
    BREAKER_OPEN,
    /** No answer in time; the command may have been done, or may yet be. */
    TIMEOUT,
    /** The connection broke or Redis answered an error. */
    FAILED;

    /** Whether Redis counts as away, and not only this one call as failed. */
    boolean isAway() {
      return this == NOT_CONNECTED || this == BREAKER_OPEN;
    }
  }

  private final Reason reason;

  RedisUnavailableException(Reason reason, Throwable cause) {
    super("Redis is not available: " + reason, cause, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
