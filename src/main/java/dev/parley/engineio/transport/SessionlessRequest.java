package dev.parley.engineio.transport;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;

/**
 * A WebSocket handshake without an HTTP session.
 *
 * <p>Open Liberty asks for one at every handshake, keeps it for the connection, which ends when it
 * expires, and does without where there is none.
 */
final class SessionlessRequest extends HttpServletRequestWrapper {
  SessionlessRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public HttpSession getSession() {
    return null;
  }

  @Override
  public HttpSession getSession(boolean create) {
    return null;
  }
}
