package dev.parley.kernel;

/**
 * Every error that a client can be told, as one closed table.
 *
 * <p>The wire name is contract: it stands in acks, in {@code error} events, in CONNECT_ERROR data
 * and in REST problem bodies alike. {@code docs/ERRORS.md} is generated from these rows.
 */
public enum ErrorCode {
  AUTH_FAILED("auth_failed", 401, false, "The token is missing or not valid."),
  TOKEN_EXPIRED("token_expired", 401, false, "The token has expired."),
  TOKEN_REVOKED("token_revoked", 401, false, "The token has been revoked; sign in again."),
  USER_INACTIVE("user_inactive", 403, false, "This user may not connect."),
  ORIGIN_FORBIDDEN("origin_forbidden", 403, false, "This origin may not connect."),
  FORBIDDEN("forbidden", 403, false, "This operation is not allowed for this user."),
  TOO_MANY_CONNECTIONS("too_many_connections", 429, true, "Too many connections are open."),
  RATE_LIMITED("rate_limited", 429, true, "Too many requests; wait before the next one."),
  UNKNOWN_NAMESPACE("unknown_namespace", 404, false, "Invalid namespace"),
  UNKNOWN_EVENT("unknown_event", 404, false, "There is no event of this name here."),
  NOT_FOUND("not_found", 404, false, "It does not exist."),
  VALIDATION_FAILED("validation_failed", 400, false, "The payload is not valid."),
  MALFORMED("malformed", 400, false, "The message cannot be read."),
  PAYLOAD_TOO_LARGE("payload_too_large", 413, false, "The message is too large."),
  OVERLOADED("overloaded", 503, true, "The server has too much to do; try again."),
  DRAINING("draining", 503, true, "This node is about to stop; connect again."),
  STARTING("starting", 503, true, "This node is not ready yet; connect again."),
  UNAVAILABLE("unavailable", 503, true, "A part of the service is away; try again."),
  INTERNAL("internal", 500, true, "The server failed; the reference helps its operators.");

  private final String wireName;
  private final int httpStatus;
  private final boolean retryable;
  private final String message;

  ErrorCode(String wireName, int httpStatus, boolean retryable, String message) {
    this.wireName = wireName;
    this.httpStatus = httpStatus;
    this.retryable = retryable;
    this.message = message;
  }

  public String wireName() {
    return wireName;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the same request may succeed later without being changed. */
  public boolean retryable() {
    return retryable;
  }

  /** The sentence a client is shown when the thrower has nothing better to say. */
  public String message() {
    return message;
  }
}
