package dev.parley.gateway.api;

import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A client in one namespace; over Socket.IO or plain WebSocket alike.
 *
 * <p>Every method is safe on any thread and never blocks.
 */
public interface ClientSocket {
  /** The id that the CONNECT reply tells the client; random, and no secret. */
  String id();

  String namespace();

  Principal principal();

  /** Replaces the principal by one of the same user, as {@code auth:refresh} does. */
  void renew(Principal principal);

  /** Names the client connection; sockets of one multiplexed connection share it. */
  String connectionId();

  Handshake handshake();

  Instant connectedAt();

  /** Joins a room of this node; idempotent, and without effect once disconnected. */
  void join(String room);

  void leave(String room);

  Set<String> rooms();

  /** What features note about this socket; survives a recovery, on any node. */
  SocketData data();

  /**
   * Whether an earlier connection goes on in this socket: its id, rooms and data are those, and
   * what was missed has been sent.
   */
  boolean recovered();

  /** Sends an event to this socket alone; the payload is a record of the row's type. */
  void emit(OutboundEvent event, Object payload);

  /** As {@link #emit(OutboundEvent, Object)}, with the arguments given as they go on the wire. */
  void emit(OutboundEvent event, Arguments arguments);

  /**
   * Sends an event and asks for an ack.
   *
   * @return completes with the ack's arguments; fails with a TimeoutException after the time given,
   *     or with a CancellationException when the socket is gone first
   */
  CompletionStage<Arguments> request(OutboundEvent event, Arguments arguments, Duration timeout);

  /** Ends this socket, and its connection when the code says so. */
  void disconnect(CloseCode code);

  boolean isConnected();
}
