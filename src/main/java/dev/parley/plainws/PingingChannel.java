package dev.parley.plainws;

import dev.parley.engineio.transport.WebSocketSink;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;

/** A WebSocket sink that knows the frame that stands for a ping. */
record PingingChannel(WebSocketSink sink) implements PlainChannel {
  @Override
  public void write(Frame frame, Callback callback) {
    if (frame == PING) {
      sink.ping(callback);
    } else {
      sink.write(frame, callback);
    }
  }

  @Override
  public void close(CloseCode code) {
    sink.close(code);
  }
}
