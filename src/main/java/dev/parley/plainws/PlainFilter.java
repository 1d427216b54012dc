package dev.parley.plainws;

import dev.parley.engineio.transport.CloseStyle;
import dev.parley.engineio.transport.HandshakeGate;
import dev.parley.engineio.transport.UpgradeTicket;
import dev.parley.gateway.api.Gateway;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Admits handshakes while an HTTP status can still be chosen. */
final class PlainFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient HandshakeGate gate;
  private final transient Gateway gateway;
  private final transient Scheduler scheduler;

  PlainFilter(HandshakeGate gate, Gateway gateway, Scheduler scheduler) {
    this.gate = gate;
    this.gateway = gateway;
    this.scheduler = scheduler;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!gate.admitOrigin(request, response)) {
      return;
    }
    UpgradeTicket ticket;
    try {
      ticket = admit(request);
    } catch (ParleyException refused) {
      HandshakeGate.refuse(response, refused);
      return;
    }
    ticket.proceed(request, response, chain, scheduler);
  }

  private UpgradeTicket admit(HttpServletRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw gate.refusal(
          new ParleyException(ErrorCode.MALFORMED, "A WebSocket handshake is expected."));
    }
    Handshake handshake =
        gate.handshake(
            request, "ws", PlainHandshake.token(request.getHeaders("Sec-WebSocket-Protocol")));
    if (handshake.token().isEmpty()) {
      // No message of this protocol could bring one later.
      throw gate.refusal(new ParleyException(ErrorCode.AUTH_FAILED));
    }
    if (!gateway.serves(PlainHandshake.namespace(request.getQueryString()))) {
      throw gate.refusal(new ParleyException(ErrorCode.UNKNOWN_NAMESPACE));
    }
    return UpgradeTicket.forNew(handshake, gate.admit(handshake), CloseStyle.PLAIN);
  }
}
