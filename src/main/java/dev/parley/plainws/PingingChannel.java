package dev.parley.plainws;

import dev.parley.engineio.transport.WebSocketSink;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * A WebSocket sink that also writes pings.
 *
 * <p>The server writes control frames on the calling thread, so they go out on the executor, and
 * the next frame waits for them like for any other.
 */
final class PingingChannel implements PlainChannel {
  private static final System.Logger LOG = System.getLogger(PingingChannel.class.getName());

  private final Session session;
  private final WebSocketSink sink;
  private final Executor executor;

  PingingChannel(Session session, WebSocketSink sink, Executor executor) {
    this.session = session;
    this.sink = sink;
    this.executor = executor;
  }

  @Override
  public void write(Frame frame, Callback callback) {
    if (frame == PING) {
      executor.execute(() -> callback.done(ping()));
    } else {
      sink.write(frame, callback);
    }
  }

  @Override
  public void close(CloseCode code) {
    sink.close(code);
  }

  private boolean ping() {
    try {
      session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
      return true;
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.DEBUG, "A connection was gone before its ping.");
      return false;
    }
  }
}
