package dev.parley.identity;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Reply;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The welcome, and the life of a token inside a connected socket, in every namespace. */
final class IdentityEvents implements SharedEvents {
  private final TokenVerifier verifier;
  private final UserDirectory users;
  private final Scheduler scheduler;
  private final TokenClock clock;
  private final Duration warning;
  private final NodeName node;
  private final RevokedTokens revoked;

  /** By connection, then by socket. */
  private final Map<String, Map<String, TokenExpiry>> watched = new ConcurrentHashMap<>();

  IdentityEvents(
      TokenVerifier verifier,
      UserDirectory users,
      Scheduler scheduler,
      TokenClock clock,
      Duration warning,
      NodeName node,
      RevokedTokens revoked) {
    this.verifier = verifier;
    this.users = users;
    this.scheduler = scheduler;
    this.clock = clock;
    this.warning = warning;
    this.node = node;
    this.revoked = revoked;
  }

  @Override
  public List<? extends InboundEvent> inboundEvents() {
    return List.of(IdentityInbound.values());
  }

  @Override
  public List<? extends OutboundEvent> outboundEvents() {
    return List.of(IdentityOutbound.values());
  }

  @Override
  public void register(HandlerRegistry handlers) {
    handlers.on(IdentityInbound.AUTH_REFRESH, AuthRefresh.class, this::refresh);
  }

  @Override
  public void connected(ClientSocket socket) {
    socket.principal().token().ifPresent(token -> welcome(socket, token));
  }

  @Override
  public void disconnected(ClientSocket socket, CloseCode code) {
    watched.computeIfPresent(
        socket.connectionId(),
        (connection, sockets) -> {
          TokenExpiry expiry = sockets.remove(socket.id());
          if (expiry != null) {
            expiry.cancel();
          }
          return sockets.isEmpty() ? null : sockets;
        });
  }

  /** Ends all sockets whose token was revoked; never blocks. */
  void endRevoked() {
    watched
        .values()
        .forEach(sockets -> sockets.values().forEach(expiry -> expiry.endIfRevoked(revoked)));
  }

  /** How many sockets are watched; for gauges and tests. */
  int watchedSockets() {
    return watched.values().stream().mapToInt(Map::size).sum();
  }

  private void welcome(ClientSocket socket, VerifiedToken token) {
    socket.emit(
        IdentityOutbound.AUTHENTICATED,
        new Authenticated(
            socket.id(),
            socket.principal().userId(),
            socket.principal().deviceId(),
            node.value(),
            socket.recovered()));
    TokenExpiry expiry = new TokenExpiry(socket, scheduler, clock, warning);
    watched.compute(
        socket.connectionId(),
        (connection, known) -> {
          Map<String, TokenExpiry> sockets = known == null ? new ConcurrentHashMap<>() : known;
          sockets.put(socket.id(), expiry);
          return sockets;
        });
    expiry.start(token);
    // A revocation that came after the token was verified found no socket to end.
    expiry.endIfRevoked(revoked);
  }

  private Reply refresh(AuthRefresh request, EventContext context) {
    ClientSocket socket = context.socket();
    VerifiedToken token = verifier.verify(request.token());
    if (!token.userId().equals(socket.principal().userId())) {
      throw new ParleyException(
          ErrorCode.AUTH_FAILED, "The token is of another user; nothing has changed.");
    }
    if (users.signIn(token).status() != UserStatus.ACTIVE) {
      throw new ParleyException(ErrorCode.USER_INACTIVE);
    }
    Map<String, TokenExpiry> sockets = watched.getOrDefault(socket.connectionId(), Map.of());
    TokenExpiry own = sockets.get(socket.id());
    if (own != null && !own.renew(token)) {
      // Too late: what ends this socket is under way.
      throw new ParleyException(ErrorCode.TOKEN_EXPIRED);
    }
    sockets.values().stream()
        .filter(expiry -> expiry != own && expiry.userId().equals(token.userId()))
        .forEach(expiry -> expiry.renew(token));
    // As above: between the verifier and here.
    sockets.values().forEach(expiry -> expiry.endIfRevoked(revoked));
    revoked.require(token);
    return Reply.of(new AuthRefreshed(token.expiresAt()));
  }
}
