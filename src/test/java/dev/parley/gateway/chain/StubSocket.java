package dev.parley.gateway.chain;

import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.SocketData;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.CloseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket that the chain looks at; nothing reaches a client. */
final class StubSocket implements ClientSocket {
  Principal principal = new Principal("nobody", "device", Optional.empty(), Optional.empty());
  final List<CloseCode> disconnected = new ArrayList<>();
  private final String id;
  private final String connectionId;
  private final String namespace;

  StubSocket() {
    this("socket", "connection", "/test");
  }

  StubSocket(String id, String connectionId, String namespace) {
    this.id = id;
    this.connectionId = connectionId;
    this.namespace = namespace;
  }

  static Principal user(String id, String... groups) {
    VerifiedToken token =
        new VerifiedToken(
            id,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(groups),
            Instant.EPOCH,
            Instant.MAX);
    return new Principal(id, "device", Optional.empty(), Optional.of(token));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public void renew(Principal renewed) {
    principal = renewed;
  }

  @Override
  public String connectionId() {
    return connectionId;
  }

  @Override
  public Handshake handshake() {
    return new Handshake(
        "192.0.2.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "socket.io");
  }

  @Override
  public Instant connectedAt() {
    return Instant.EPOCH;
  }

  @Override
  public void join(String room) {}

  @Override
  public void leave(String room) {}

  @Override
  public Set<String> rooms() {
    return Set.of();
  }

  @Override
  public SocketData data() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean recovered() {
    return false;
  }

  @Override
  public void emit(OutboundEvent event, Object payload) {}

  @Override
  public void emit(OutboundEvent event, Arguments arguments) {}

  @Override
  public CompletionStage<Arguments> request(
      OutboundEvent event, Arguments arguments, Duration timeout) {
    return CompletableFuture.completedStage(Arguments.NONE);
  }

  @Override
  public void disconnect(CloseCode code) {
    disconnected.add(code);
  }

  @Override
  public boolean isConnected() {
    return true;
  }
}
