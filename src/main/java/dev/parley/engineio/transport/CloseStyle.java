package dev.parley.engineio.transport;

import dev.parley.kernel.CloseCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;

/** How the end of a WebSocket is told to its client; the reason is the label in any style. */
public enum CloseStyle {
  /** By the number of the close code; 1006 may not be sent and goes as 1011. */
  PLAIN,

  /**
   * For the published Java client, by a number that OkHttp refuses, so that the connection fails.
   *
   * <p>OkHttp hands a proper close to a callback that this client (2.1.2) does not have. It takes
   * itself for connected then until its ping time-out, 45 s with the defaults, and what it sends
   * meanwhile goes nowhere. A failure it notices at once. OkHttp refuses 1004, which RFC 6455
   * reserves, in 3.12 as in 4.12; 1012 in 3.12 only.
   */
  FAILING;

  /**
   * The style for a Socket.IO client, by the headers of its handshake.
   *
   * <p>React Native calls itself {@code okhttp/...} too; it sends an {@code Origin}, and notices a
   * close.
   */
  static CloseStyle of(HttpServletRequest request) {
    String userAgent = request.getHeader("User-Agent");
    return userAgent != null
            && userAgent.startsWith("okhttp/")
            && request.getHeader("Origin") == null
        ? FAILING
        : PLAIN;
  }

  CloseReason reason(CloseCode code) {
    CloseReason.CloseCode number;
    if (this == FAILING) {
      number = CloseCodes.RESERVED;
    } else if (code == CloseCode.TRANSPORT_LOST) {
      number = CloseCodes.UNEXPECTED_CONDITION;
    } else {
      number = CloseCodes.getCloseCode(code.number());
    }
    return new CloseReason(number, code.label());
  }
}
