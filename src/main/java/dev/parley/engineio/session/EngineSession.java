package dev.parley.engineio.session;

import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.OutboundMessage;

/**
 * One Engine.IO session, as the layer above sees it.
 *
 * <p>Every method is safe on any thread and never blocks.
 */
public interface EngineSession {
  /** The session id, as the client knows it; a secret between the two. */
  String sid();

  Handshake handshake();

  /** What the session goes over now. */
  Transport transport();

  /**
   * Hands a message to the session's writer; the frames carry their Engine.IO packet type.
   *
   * <p>Messages leave in the order of the calls, subject to their delivery class. A session that is
   * closing drops the message; a writer over its budget closes the session as slow.
   */
  void send(OutboundMessage message);

  /** Ends the session at once: what still waits is dropped. Only the first call counts. */
  void close(CloseCode code);

  /** Ends the session once everything sent before this call was written, or after two seconds. */
  void closeAfterFlush(CloseCode code);

  boolean isOpen();

  /** The bytes that wait to be written. */
  long queuedBytes();
}
