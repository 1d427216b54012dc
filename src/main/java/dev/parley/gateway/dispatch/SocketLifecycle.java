package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.gateway.api.SocketLink;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a socket's life: authenticate, answer, welcome, and take leave.
 *
 * <p>Confined to the socket's lane, so the steps never overlap. Whoever was told {@code connected},
 * even if it threw, is told {@code disconnected}, once, in the opposite order.
 */
final class SocketLifecycle {
  private static final Logger LOG = System.getLogger(SocketLifecycle.class.getName());

  private final GatewaySocket socket;
  private final Namespace namespace;
  private final SocketLink link;
  private final GatewayParts parts;
  private final Opening opening;
  private boolean admitted;
  private boolean welcomed;
  private int sharedTold;
  private boolean moduleTold;
  private boolean logged;
  private Optional<ErrorReply> thrownOutWith = Optional.empty();

  SocketLifecycle(GatewaySocket socket, Namespace namespace, SocketLink link, GatewayParts parts) {
    this.socket = socket;
    this.namespace = namespace;
    this.link = link;
    this.parts = parts;
    this.opening = new Opening(socket, namespace, link, parts);
  }

  /** Whether events may be handled: the socket was connected and nobody refused it after all. */
  boolean isWelcomed() {
    return welcomed;
  }

  void connect(JsonObject auth) {
    Principal principal;
    try {
      principal =
          parts
              .authenticator()
              .authenticate(namespace.path(), socket.connectionId(), socket.handshake(), auth);
    } catch (Throwable failure) {
      // An Error, too: the client would wait for its answer for ever.
      refuse(errorOf(failure));
      return;
    }
    admitted = true;
    socket.admit(principal);
    try {
      opening.answer(auth, principal);
    } catch (Throwable failure) {
      if (socket.isConnected()) {
        throwOut(failure);
      } else {
        refuse(errorOf(failure));
      }
      return;
    }
    if (!socket.isConnected()) {
      count("abandoned");
      return;
    }
    count("connected");
    try {
      logged = true;
      parts.log().connected(socket, link.transport());
      welcome();
      socket.session().begin();
      welcomed = true;
    } catch (Throwable failure) {
      throwOut(failure);
    }
  }

  private void throwOut(Throwable failure) {
    ErrorReply error = errorOf(failure);
    thrownOutWith = Optional.of(error);
    parts.runner().sendError(socket, error);
    socket.disconnect(
        failure instanceof ParleyException
            ? CloseCode.SERVER_DISCONNECT
            : CloseCode.INTERNAL_ERROR);
  }

  private void welcome() {
    for (SharedEvents events : namespace.shared()) {
      sharedTold++;
      events.connected(socket);
    }
    moduleTold = true;
    namespace.module().connected(socket);
  }

  private void refuse(ErrorReply error) {
    if (socket.becomeRefused()) {
      count("refused");
      parts.log().refused(socket, link.transport(), error);
      link.refused(error, parts.json().write(error));
    } else {
      count("abandoned");
    }
  }

  /** The last step; what was begun is undone. */
  void finish(CloseCode code, Duration connected) {
    welcomed = false;
    if (logged) {
      quietly(
          "log",
          () -> parts.log().disconnected(socket, link.transport(), code, connected, thrownOutWith));
    }
    if (moduleTold) {
      quietly("module", () -> namespace.module().disconnected(socket, code));
    }
    List<SharedEvents> shared = namespace.shared();
    for (int i = sharedTold - 1; i >= 0; i--) {
      SharedEvents events = shared.get(i);
      quietly("shared events", () -> events.disconnected(socket, code));
    }
    if (admitted) {
      quietly(
          "authenticator",
          () -> parts.authenticator().released(socket.connectionId(), socket.principal()));
    }
  }

  private void quietly(String who, Runnable step) {
    try {
      step.run();
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "The " + who + " of " + namespace.path() + " did not let go", bug);
    }
  }

  private ErrorReply errorOf(Throwable failure) {
    if (failure instanceof ParleyException expected) {
      return ErrorReply.of(expected, null, null);
    }
    ErrorReply error = ErrorReply.internal(null, null);
    LOG.log(Level.ERROR, "A socket could not connect, ref=" + error.ref(), failure);
    return error;
  }

  private void count(String status) {
    parts.meters().count(GatewayMetric.CONNECTIONS, status, 1);
  }
}
