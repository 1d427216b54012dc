package dev.parley.engineio.session;

import dev.parley.kernel.CloseCode;
import dev.parley.outbound.FrameSink;

/** A WebSocket connection as a session drives it. */
public interface WebSocketChannel extends FrameSink {
  /** Starts to close the connection; never waits for the peer. Only the first call counts. */
  void close(CloseCode code);
}
