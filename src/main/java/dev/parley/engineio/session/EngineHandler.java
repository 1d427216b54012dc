package dev.parley.engineio.session;

import dev.parley.kernel.CloseCode;

/**
 * What the layer above does with a session's messages.
 *
 * <p>The calls for one session come one at a time, in the order of the wire, on an I/O thread: they
 * must not block. {@code onClose} comes once and last. An exception closes the session as
 * INTERNAL_ERROR.
 */
public interface EngineHandler {
  /** The session is open; the open packet is on its way. Called before any message. */
  void onOpen(EngineSession session);

  /** A text message, without its packet type. */
  void onText(EngineSession session, String text);

  /** A binary message; the array belongs to the callee. */
  void onBinary(EngineSession session, byte[] bytes);

  /** The session is over, for the reason given. */
  void onClose(EngineSession session, CloseCode code);
}
