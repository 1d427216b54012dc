package dev.parley.engineio.transport;

import dev.parley.engineio.session.WebSocketChannel;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes to a WebSocket without ever waiting for its peer.
 *
 * <p>One asynchronous send at a time, each with a time-out. {@code Session.close} waits until a
 * send in flight has failed or ended, so the close is put off until then and runs on the executor:
 * a reader that stopped holds no thread.
 */
public final class WebSocketSink implements WebSocketChannel {
  private static final Logger LOG = System.getLogger(WebSocketSink.class.getName());

  private final Session session;
  private final Executor executor;

  /** A frame was handed over and its result is not known. */
  private boolean sending;

  /** The server's send method has not returned; it may have told the result all the same. */
  private boolean calling;

  private CloseCode closing;

  /**
   * A sink over an open session.
   *
   * @param executor runs the close
   */
  public WebSocketSink(Session session, Duration sendTimeout, Executor executor) {
    this.session = session;
    this.executor = executor;
    session.getAsyncRemote().setSendTimeout(sendTimeout.toMillis());
  }

  @Override
  public void write(Frame frame, Callback callback) {
    begin();
    boolean handedOver = false;
    try {
      if (frame instanceof Frame.Text text) {
        session.getAsyncRemote().sendText(text.text(), result -> sent(result, callback));
      } else {
        // A buffer for each receiver, over the shared array; the server fails on a read-only one.
        ByteBuffer bytes = ByteBuffer.wrap(((Frame.Binary) frame).bytes());
        session.getAsyncRemote().sendBinary(bytes, result -> sent(result, callback));
      }
      handedOver = true;
    } finally {
      returned(!handedOver);
    }
  }

  /**
   * Writes a ping as {@link #write} does a frame: one at a time with all others.
   *
   * <p>The server writes control frames on the calling thread, so it happens on the executor.
   */
  public void ping(Callback callback) {
    begin();
    try {
      executor.execute(() -> callback.done(pinged()));
    } catch (RejectedExecutionException stopping) {
      returned(true);
      throw stopping;
    }
  }

  @Override
  public void close(CloseCode code) {
    synchronized (this) {
      if (closing != null) {
        return;
      }
      closing = code;
      if (sending || calling) {
        return;
      }
    }
    closeNow(code);
  }

  private boolean pinged() {
    try {
      session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
      return true;
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.DEBUG, "A connection was gone before its ping.");
      return false;
    } finally {
      returned(true);
    }
  }

  private synchronized void begin() {
    if (closing != null) {
      throw new IllegalStateException("the connection is being closed");
    }
    sending = true;
    calling = true;
  }

  private void sent(SendResult result, Callback callback) {
    CloseCode code;
    synchronized (this) {
      sending = false;
      code = calling ? null : closing;
    }
    if (code != null) {
      closeNow(code);
    }
    callback.done(result.isOK());
  }

  /**
   * The server's method is done with the connection.
   *
   * <p>A close that begins while a send that has told its result still unwinds on another thread
   * waits for ever, and its thread with it.
   */
  private void returned(boolean over) {
    CloseCode code;
    synchronized (this) {
      calling = false;
      if (over) {
        sending = false;
      }
      code = sending ? null : closing;
    }
    if (code != null) {
      closeNow(code);
    }
  }

  private void closeNow(CloseCode code) {
    Runnable close = () -> closeSession(code);
    try {
      executor.execute(close);
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.DEBUG, "A connection was closed while the server stopped.");
      close.run();
    }
  }

  private void closeSession(CloseCode code) {
    // 1006 names a connection that is gone already, and may not be sent.
    CloseReason.CloseCode number =
        code == CloseCode.TRANSPORT_LOST
            ? CloseCodes.UNEXPECTED_CONDITION
            : CloseCodes.getCloseCode(code.number());
    try {
      session.close(new CloseReason(number, code.label()));
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.DEBUG, "A connection was gone before it was closed.");
    }
  }
}
