package dev.parley.kernel;

import java.time.Duration;
import java.util.Optional;

/**
 * An expected failure, with the code that its client is told.
 *
 * <p>Carries no stack trace: it is an answer, not a bug. The message reaches the client, so it
 * never holds a class name, a token or another user's data.
 */
public final class ParleyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final Duration retryAfter;

  public ParleyException(ErrorCode code) {
    this(code, code.message());
  }

  public ParleyException(ErrorCode code, String message) {
    this(code, message, null);
  }

  private ParleyException(ErrorCode code, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** A failure that goes away by itself after the given time. */
  public static ParleyException retryAfter(ErrorCode code, Duration wait) {
    return new ParleyException(code, code.message(), wait);
  }

  public ErrorCode code() {
    return code;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
