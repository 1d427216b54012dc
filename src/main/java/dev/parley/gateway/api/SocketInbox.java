package dev.parley.gateway.api;

import dev.parley.kernel.CloseCode;
import java.util.function.Consumer;

/**
 * What a protocol tells the gateway of one socket.
 *
 * <p>Calls come in wire order, one at a time; none blocks. An event that finds the lane over its
 * bounds is answered {@code rate_limited}; a sender who goes on regardless loses the socket with
 * RATE_LIMITED, one who cannot be answered yet with LANE_OVERFLOW.
 */
public interface SocketInbox {
  /**
   * An event came.
   *
   * @param acknowledge takes the answer, once, on any thread; null when the client asked for none
   * @param sizeBytes what it counts for in the lane's bounds
   */
  void event(
      String name, Arguments arguments, Consumer<Acknowledgement> acknowledge, int sizeBytes);

  /** An ack came; one that nobody waits for is ignored. */
  void ack(long id, Arguments arguments);

  /** The client left the namespace, for good. Idempotent. */
  void left();

  /** The connection is gone; its client may come back and take the socket up. Idempotent. */
  void closed(CloseCode code);
}
