package dev.parley.socketio.session;

import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;

/** How a connection ends whose only CONNECT was refused. */
final class RefusalClose {
  private RefusalClose() {}

  static CloseCode of(ErrorCode code) {
    return switch (code) {
      case AUTH_FAILED, USER_INACTIVE -> CloseCode.AUTH_FAILED;
      case TOKEN_EXPIRED -> CloseCode.TOKEN_EXPIRED;
      case TOO_MANY_CONNECTIONS, RATE_LIMITED -> CloseCode.RATE_LIMITED;
      case DRAINING -> CloseCode.NODE_STOPPING;
      case OVERLOADED, UNAVAILABLE, INTERNAL -> CloseCode.INTERNAL_ERROR;
      case ORIGIN_FORBIDDEN,
          FORBIDDEN,
          UNKNOWN_NAMESPACE,
          UNKNOWN_EVENT,
          NOT_FOUND,
          VALIDATION_FAILED,
          MALFORMED,
          PAYLOAD_TOO_LARGE ->
          CloseCode.POLICY_VIOLATION;
    };
  }
}
