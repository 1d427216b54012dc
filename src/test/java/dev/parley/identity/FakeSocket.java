package dev.parley.identity;

import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.SocketData;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket that writes down what it is told. */
final class FakeSocket implements ClientSocket {
  static final Handshake HANDSHAKE =
      new Handshake(
          "127.0.0.1",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "socket.io");

  final List<String> told = new ArrayList<>();
  final List<Object> payloads = new ArrayList<>();
  private final String id;
  private final String connectionId;
  private Principal principal;
  CloseCode closed;

  FakeSocket(String id, String connectionId, Principal principal) {
    this.id = id;
    this.connectionId = connectionId;
    this.principal = principal;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return "/";
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public void renew(Principal newPrincipal) {
    principal = newPrincipal;
  }

  @Override
  public String connectionId() {
    return connectionId;
  }

  @Override
  public Handshake handshake() {
    return HANDSHAKE;
  }

  @Override
  public Instant connectedAt() {
    return Instant.EPOCH;
  }

  @Override
  public void join(String room) {
    told.add("join " + room);
  }

  @Override
  public void leave(String room) {
    told.add("leave " + room);
  }

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
  public void emit(OutboundEvent event, Object payload) {
    told.add(event.wireName());
    payloads.add(payload);
  }

  @Override
  public void emit(OutboundEvent event, Arguments arguments) {
    told.add(event.wireName());
    payloads.add(arguments.values().toString());
  }

  @Override
  public CompletionStage<Arguments> request(
      OutboundEvent event, Arguments arguments, Duration timeout) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public void disconnect(CloseCode code) {
    told.add("disconnect " + code.label());
    closed = code;
  }

  @Override
  public boolean isConnected() {
    return closed == null;
  }
}
