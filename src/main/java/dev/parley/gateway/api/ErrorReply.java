package dev.parley.gateway.api;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.RandomId;

/**
 * The one shape of an error: in acks, {@code error} events, CONNECT_ERROR data and REST bodies.
 *
 * @param retryAfterMs null when waiting does not help
 * @param ref a random reference that stands in the server's log line too
 * @param event the event it answers, or null
 * @param tempId the client's own id of what it sent, or null
 */
public record ErrorReply(
    ErrorCode code, String message, Long retryAfterMs, String ref, String event, String tempId) {

  /** The answer to an expected failure, under a new reference; event and tempId may be null. */
  public static ErrorReply of(ParleyException failure, String event, String tempId) {
    Long retryAfterMs =
        failure
            .retryAfter()
            .map(wait -> Math.max(1, wait.plusNanos(999_999).toMillis()))
            .orElse(null);
    return new ErrorReply(
        failure.code(), failure.getMessage(), retryAfterMs, RandomId.next(), event, tempId);
  }

  /** The answer to a bug, which says nothing but a new reference; event and tempId may be null. */
  public static ErrorReply internal(String event, String tempId) {
    return of(new ParleyException(ErrorCode.INTERNAL), event, tempId);
  }
}
