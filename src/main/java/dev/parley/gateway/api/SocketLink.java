package dev.parley.gateway.api;

import dev.parley.kernel.CloseCode;
import java.util.Optional;

/**
 * What the gateway tells a protocol of one socket; none of it blocks, all of it on any thread.
 *
 * <p>{@code connected} or {@code refused} comes first and once; {@code disconnect} is the last.
 */
public interface SocketLink {
  /** What of missed events the connection can take at once. */
  default ReplayLimit replayLimit() {
    return ReplayLimit.NONE;
  }

  /** What the connection goes over now, for logs; empty where the protocol cannot tell. */
  default Optional<String> transport() {
    return Optional.empty();
  }

  /**
   * The socket is admitted.
   *
   * @param pid what the client shows to take the socket up again, a secret; null when it cannot
   */
  void connected(String socketId, String pid);

  /**
   * The socket is not admitted.
   *
   * @param json the error object as JSON
   */
  void refused(ErrorReply error, String json);

  void deliver(EncodedEvent event);

  /** Sends an event that was missed, and is kept for others who may have missed it. */
  default void deliverMissed(EncodedEvent event) {
    deliver(event);
  }

  /** As {@link #deliver(EncodedEvent)}, asking for an ack under the id given. */
  void deliver(EncodedEvent event, long ackId);

  /**
   * Ends the socket from the server's side.
   *
   * <p>A resumable code closes the transport, so that stock clients come back; any other one leaves
   * the namespace (Socket.IO DISCONNECT, which stock clients take as final).
   */
  void disconnect(CloseCode code);
}
