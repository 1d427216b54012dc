package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineServer;
import dev.parley.engineio.session.ServerSession;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The polling transport; the filter in front has checked the origin. */
final class PollingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient EngineServer server;
  private final transient HandshakeGate gate;
  private final transient Scheduler scheduler;

  PollingServlet(EngineServer server, HandshakeGate gate, Scheduler scheduler) {
    this.server = server;
    this.gate = gate;
    this.scheduler = scheduler;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      EngineRequest query = EngineRequest.of(request);
      if (query.sid().isEmpty()) {
        open(request);
      } else {
        ServerSession session =
            server
                .find(query.sid().get())
                .orElseThrow(() -> EngineRequest.malformed("Session ID unknown"));
        if (request.getMethod().equals("GET")) {
          session.poll(new AsyncPoll(async(request)));
        } else {
          post(request, response, session);
        }
      }
    } catch (ParleyException refused) {
      HandshakeGate.refuse(response, refused);
    }
  }

  private void open(HttpServletRequest request) {
    Handshake handshake = gate.handshake(request, "socket.io", Optional.empty());
    Lease lease = gate.admit(handshake);
    AsyncPoll poll;
    try {
      poll = new AsyncPoll(async(request));
    } catch (RuntimeException unanswerable) {
      lease.release();
      throw unanswerable;
    }
    server.open(handshake, lease, poll);
  }

  private void post(HttpServletRequest request, HttpServletResponse response, ServerSession session)
      throws IOException {
    if (!session.beginPost()) {
      throw EngineRequest.malformed("The session takes no data.");
    }
    int maxBytes = server.settings().maxPayload();
    if (request.getContentLengthLong() > maxBytes) {
      session.abandonPost(CloseCode.MESSAGE_TOO_BIG);
      HandshakeGate.write(response, HttpAnswer.lastRefusal(ErrorCode.PAYLOAD_TOO_LARGE, 413));
      return;
    }
    try {
      AsyncBody.read(
          async(request), session, maxBytes, scheduler, server.settings().messageTimeout());
    } catch (IOException | RuntimeException unreadable) {
      session.abandonPost(CloseCode.TRANSPORT_LOST);
      throw unreadable;
    }
  }

  private static AsyncContext async(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    // The heartbeat ends what nobody answers; the container's own time-out would answer 200.
    async.setTimeout(0);
    return async;
  }
}
