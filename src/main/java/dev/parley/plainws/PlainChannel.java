package dev.parley.plainws;

import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import dev.parley.outbound.FrameSink;
import dev.parley.outbound.OutboundMessage;

/** The WebSocket of a connection: data frames, pings in their order, and the close. */
interface PlainChannel extends FrameSink {
  /**
   * Stands in the queue for a ping, so that a ping never meets a frame in flight; the protocol has
   * no binary frames of its own.
   */
  Frame PING = new Frame.Binary(new byte[0]);

  OutboundMessage PING_MESSAGE = OutboundMessage.ordered(PING);

  /** Starts to close the connection; never waits for the peer. Only the first call counts. */
  void close(CloseCode code);
}
