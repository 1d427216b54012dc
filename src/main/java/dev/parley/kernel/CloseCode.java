package dev.parley.kernel;

/**
 * Why a connection ends, and what its client should do then.
 *
 * <p>The number is the WebSocket close code. Registered codes keep their meaning (RFC 6455); of the
 * private ones, 4000-4499 invite the client back and 4500-4999 ask it to change something first.
 * The label is the close reason on the wire, the log field and the metric tag.
 */
public enum CloseCode {
  CLIENT_CLOSED(1000, "client_closed", false),
  TRANSPORT_LOST(1006, "transport_lost", true),
  PROTOCOL_ERROR(1002, "protocol_error", false),
  UNSUPPORTED_DATA(1003, "unsupported_data", false),
  POLICY_VIOLATION(1008, "policy_violation", false),
  MESSAGE_TOO_BIG(1009, "message_too_big", false),
  INTERNAL_ERROR(1011, "internal_error", true),
  NODE_STOPPING(1012, "node_stopping", true),
  PING_TIMEOUT(4000, "ping_timeout", true),
  SLOW_CONSUMER(4001, "slow_consumer", true),
  RECEIVE_TIMEOUT(4002, "receive_timeout", true),
  CONNECT_TIMEOUT(4003, "connect_timeout", true),
  LANE_OVERFLOW(4004, "lane_overflow", true),
  NODE_FENCED(4005, "node_fenced", true),
  /** Another connection took the session up; of one client that is the newer one, mostly. */
  SESSION_MOVED(4006, "session_moved", true),
  /** This node lost what others said; a new session tells the client so. */
  MESSAGES_MISSED(4007, "messages_missed", true),
  SERVER_DISCONNECT(4500, "server_disconnect", false),
  TOKEN_EXPIRED(4501, "token_expired", false),
  AUTH_FAILED(4502, "auth_failed", false),
  RATE_LIMITED(4503, "rate_limited", false),
  TOKEN_REVOKED(4505, "token_revoked", false);

  private final int number;
  private final String label;
  private final boolean resumable;

  CloseCode(int number, String label, boolean resumable) {
    this.number = number;
    this.label = label;
    this.resumable = resumable;
  }

  /** The WebSocket close code; 1006 is never sent, it names a connection that just vanished. */
  public int number() {
    return number;
  }

  public String label() {
    return label;
  }

  /** Whether the client should come back by itself, with the same credentials. */
  public boolean resumable() {
    return resumable;
  }

  /** How a connection ends whose only socket was refused with an error. */
  public static CloseCode ofRefusal(ErrorCode error) {
    return switch (error) {
      case AUTH_FAILED, USER_INACTIVE -> AUTH_FAILED;
      case TOKEN_EXPIRED -> TOKEN_EXPIRED;
      case TOKEN_REVOKED -> TOKEN_REVOKED;
      case TOO_MANY_CONNECTIONS, RATE_LIMITED -> RATE_LIMITED;
      case DRAINING -> NODE_STOPPING;
      case OVERLOADED, STARTING, UNAVAILABLE, INTERNAL -> INTERNAL_ERROR;
      case ORIGIN_FORBIDDEN,
          FORBIDDEN,
          UNKNOWN_NAMESPACE,
          UNKNOWN_EVENT,
          NOT_FOUND,
          VALIDATION_FAILED,
          MALFORMED,
          PAYLOAD_TOO_LARGE ->
          POLICY_VIOLATION;
    };
  }
}
