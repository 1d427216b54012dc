package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.gateway.api.ReplayLimit;
import dev.parley.gateway.api.SocketLink;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.RandomId;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers the CONNECT of a socket that was admitted: with the session that it comes back to, or
 * with a new one; runs on its lane, and may block.
 */
final class Opening {
  /** How long the log may take to come as far here as the client has been elsewhere. */
  private static final Duration CATCH_UP = Duration.ofMillis(500);

  private final GatewaySocket socket;
  private final Namespace namespace;
  private final SocketLink link;
  private final GatewayParts parts;

  Opening(GatewaySocket socket, Namespace namespace, SocketLink link, GatewayParts parts) {
    this.socket = socket;
    this.namespace = namespace;
    this.link = link;
    this.parts = parts;
  }

  /** Answers; the socket is connected then, unless the client left meanwhile. */
  void answer(JsonObject auth, Principal principal) {
    if (!parts.recovery().enabled() || link.replayLimit().equals(ReplayLimit.NONE)) {
      link.connected(socket.id(), null);
      socket.becomeConnected();
      return;
    }
    if (socket.isOver()) {
      // Who is gone must not take the session away from where the client is by now.
      return;
    }
    Optional<ResumeRequest> request = ResumeRequest.of(auth);
    boolean recovered = request.isPresent() && resume(request.get(), principal);
    if (!recovered) {
      begin(principal);
    }
    if (auth.containsKey("pid")) {
      parts.meters().count(GatewayMetric.RECONNECTIONS, recovered ? "recovered" : "anew", 1);
    }
  }

  private void begin(Principal principal) {
    Session session =
        new Session(
            namespace.path(),
            RandomId.next(),
            1,
            socket.id(),
            principal.userId(),
            principal.deviceId(),
            parts.hub().start(namespace.path()),
            Set.of(),
            Map.of());
    socket.carry(session);
    link.connected(socket.id(), session.pid());
    socket.becomeConnected();
  }

  private boolean resume(ResumeRequest request, Principal principal) {
    Optional<Session> claimed =
        parts.sessions().claim(namespace.path(), request.pid(), principal.userId());
    if (claimed.isEmpty()) {
      return false;
    }
    Session session = claimed.get();
    boolean resumed = false;
    try {
      socket.carry(session);
      resumed = replay(session, request.offset());
    } finally {
      if (!resumed) {
        socket.drop(session);
        parts.sessions().store().end(session);
      }
    }
    return resumed;
  }

  private boolean replay(Session session, Position offset) {
    Set<String> rooms =
        session.rooms().stream()
            .filter(room -> namespace.module().readmits(socket, room))
            .collect(Collectors.toSet());
    return parts
        .hub()
        .resume(
            namespace.path(),
            session.since(),
            offset,
            session.socketId(),
            rooms,
            CATCH_UP,
            replay -> take(session, replay));
  }

  /** Runs while the hub delivers nothing else in this namespace. */
  private boolean take(Session session, Replay replay) {
    if (!replay.fits(link.replayLimit())) {
      return false;
    }
    link.connected(session.socketId(), session.pid());
    if (socket.becomeConnected()) {
      replay.rooms().forEach(socket::join);
      for (Missable.Broadcast missed : replay.events()) {
        if (socket.deliverMissed(missed.event())) {
          parts.meters().count(GatewayMetric.MESSAGES_SENT, missed.event().event(), 1);
        }
      }
    }
    return true;
  }
}
