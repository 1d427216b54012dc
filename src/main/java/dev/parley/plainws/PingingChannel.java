package dev.parley.plainws;

import dev.parley.engineio.transport.WebSocketSink;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import java.util.concurrent.Executor;

/** A WebSocket sink that knows the frame that stands for a ping. */
record PingingChannel(WebSocketSink sink, Executor pinging) implements PlainChannel {
  @Override
  public void write(Frame frame, Callback callback) {
    if (frame == PING) {
      sink.ping(pinging, callback);
    } else {
      sink.write(frame, callback);
    }
  }

  @Override
  public void close(CloseCode code) {
    sink.close(code);
  }
}
