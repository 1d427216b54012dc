package dev.parley.engineio.transport;

import dev.parley.kernel.CloseCode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.util.Optional;

/** How the end of a WebSocket is told to its client; the reason is the label in any style. */
public enum CloseStyle {
  /** By the number of the close code; 1006 may not be sent and goes as 1011. */
  PLAIN,

  /**
   * For Socket.IO clients over OkHttp, by a number that OkHttp refuses, so that it fails.
   *
   * <p>OkHttp hands a proper close to a callback that the published Java client (2.1.2) does not
   * have. That client takes itself for connected then until its ping time-out, 45 s with the
   * defaults, and what it sends meanwhile goes nowhere. After a failure it comes back at once.
   * OkHttp 3 to 5 refuse 1004, which RFC 6455 reserves; 3 refuses 1012 as well, 4 does not.
   */
  FAILING;

  /** The style for a Socket.IO client, by what it calls itself in its handshake. */
  static CloseStyle of(Optional<String> userAgent) {
    return userAgent.filter(name -> name.startsWith("okhttp/")).isPresent() ? FAILING : PLAIN;
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
