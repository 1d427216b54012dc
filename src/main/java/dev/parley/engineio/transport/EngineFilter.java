package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineServer;
import dev.parley.engineio.session.Transport;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Checks origins for both transports, and admits WebSockets while a status can still be chosen. */
final class EngineFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient EngineServer server;
  private final transient HandshakeGate gate;
  private final transient Scheduler scheduler;

  EngineFilter(EngineServer server, HandshakeGate gate, Scheduler scheduler) {
    this.server = server;
    this.gate = gate;
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
      EngineRequest query = EngineRequest.of(request);
      if (query.transport() == Transport.POLLING) {
        ticket = null;
      } else if (query.sid().isPresent()) {
        ticket = forSession(query.sid().get(), CloseStyle.of(request));
      } else {
        Handshake handshake = gate.handshake(request, "socket.io", Optional.empty());
        ticket = UpgradeTicket.forNew(handshake, gate.admit(handshake), CloseStyle.of(request));
      }
    } catch (ParleyException refused) {
      HandshakeGate.refuse(response, refused);
      return;
    }
    if (ticket == null) {
      chain.doFilter(request, response);
    } else {
      ticket.proceed(request, response, chain, scheduler);
    }
  }

  private UpgradeTicket forSession(String sid, CloseStyle closeStyle) {
    if (server.find(sid).isEmpty()) {
      throw EngineRequest.malformed("Session ID unknown");
    }
    return UpgradeTicket.forSession(sid, closeStyle);
  }
}
