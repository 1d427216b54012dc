package dev.parley.engineio.transport;

import dev.parley.engineio.session.WebSocketChannel;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EncodeException;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Writes to a WebSocket: by blocking sends where they cannot block, else by asynchronous ones.
 *
 * <p>A blocking send costs a quarter of an asynchronous one, and has no time-out. The server hands
 * an asynchronous one to the kernel only when the kernel says that the connection is writable; on
 * Linux that means that a third of its send buffer is free. So after each of them there is a
 * credit: frames for which that third has room whatever the peer does, beside the asynchronous one
 * itself. Within the credit a blocking send finds room; the first frame beyond it goes
 * asynchronously, with a time-out, and brings the credit back when it was written (ADR 19).
 *
 * <p>{@code Session.close} waits until a send in flight has failed or ended, so the close is put
 * off until then and runs on the executor: a reader that stopped holds no thread.
 *
 * <p>When a peer hangs up, the server writes a close frame whether or not a send is in flight; both
 * then share its state, and one of them waits for ever. It tells its endpoint before, so {@link
 * #ended} keeps them apart.
 */
public final class WebSocketSink implements WebSocketChannel {
  private static final Logger LOG = System.getLogger(WebSocketSink.class.getName());

  /** What the kernel needs for a frame beside its bytes, at most; measured: 720. */
  private static final int FRAME_OVERHEAD = 1_024;

  /** What the kernel needs for a byte where segments are small, at most; measured: 2.4. */
  private static final int BYTE_FACTOR = 3;

  /** How long the end waits for a call that is under way; most are over in microseconds. */
  private static final long END_NANOS = Duration.ofSeconds(1).toNanos();

  private final Session session;
  private final CloseStyle style;
  private final Executor executor;
  private final IntSupplier fullCredit;

  /** What the send buffer has room for; used by whoever writes, one at a time. */
  private int credit;

  /** A frame was handed over and its result is not known. */
  private boolean sending;

  /**
   * How many of the server's send methods have not returned; they may have told their results all
   * the same.
   */
  private int calls;

  private Thread caller;
  private CloseCode closing;
  private boolean ended;

  /**
   * A sink over an open session.
   *
   * @param style how its client is told of a close
   * @param sendCredit bytes of the send buffer that may be used up before the kernel is asked
   *     again, well below the third that is free when it calls a connection writable; 0 to send
   *     asynchronously only
   * @param executor runs the close
   */
  public WebSocketSink(
      Session session,
      CloseStyle style,
      Duration sendTimeout,
      IntSupplier sendCredit,
      Executor executor) {
    this.session = session;
    this.style = style;
    this.executor = executor;
    this.fullCredit = sendCredit;
    session.getAsyncRemote().setSendTimeout(sendTimeout.toMillis());
  }

  /** Why a connection is over, of what its endpoint is told. */
  public static CloseCode codeOf(CloseReason reason) {
    return switch (reason.getCloseCode().getCode()) {
      case 1000, 1001, 1005 -> CloseCode.CLIENT_CLOSED;
      case 1002, 1007 -> CloseCode.PROTOCOL_ERROR;
      case 1009 -> CloseCode.MESSAGE_TOO_BIG;
      default -> CloseCode.TRANSPORT_LOST;
    };
  }

  @Override
  public void write(Frame frame, Callback callback) {
    long cost = FRAME_OVERHEAD + (long) BYTE_FACTOR * frame.sizeBytes();
    begin();
    if (cost <= credit && fullCredit.getAsInt() > 0) {
      credit -= (int) cost;
      callback.done(sendNow(frame));
    } else {
      sendLater(frame, cost, callback);
    }
  }

  /** Sends where the send buffer has room, and so without waiting. */
  private boolean sendNow(Frame frame) {
    try {
      if (frame instanceof Frame.Text text) {
        // Not sendText: when that fails, the server takes the connection for busy ever after.
        session.getBasicRemote().sendObject(text.text());
      } else {
        session.getBasicRemote().sendBinary(ByteBuffer.wrap(((Frame.Binary) frame).bytes()));
      }
      return true;
    } catch (IOException | EncodeException | IllegalStateException gone) {
      LOG.log(Level.DEBUG, "A connection was gone before a frame was written.");
      return false;
    } finally {
      returned(true);
    }
  }

  private void sendLater(Frame frame, long cost, Callback callback) {
    boolean handedOver = false;
    try {
      if (frame instanceof Frame.Text text) {
        session.getAsyncRemote().sendText(text.text(), result -> sent(result, cost, callback));
      } else {
        // A buffer for each receiver, over the shared array; the server fails on a read-only one.
        ByteBuffer bytes = ByteBuffer.wrap(((Frame.Binary) frame).bytes());
        session.getAsyncRemote().sendBinary(bytes, result -> sent(result, cost, callback));
      }
      handedOver = true;
    } finally {
      returned(!handedOver);
    }
  }

  /**
   * Writes a ping as {@link #write} does a frame: one at a time with all others.
   *
   * <p>The server writes control frames on the calling thread, so it happens on an executor.
   *
   * @param pinging not the one that closes: closes wait for readers that stopped
   */
  public void ping(Executor pinging, Callback callback) {
    begin();
    try {
      pinging.execute(() -> callback.done(pinged()));
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
      if (sending || calls > 0) {
        return;
      }
    }
    closeNow(code);
  }

  /**
   * The server says that the connection is over: no send begins any more, and a call that is under
   * way is waited for, a second at most.
   *
   * <p>To be called by an endpoint's {@code onClose}, after which the server writes its close
   * frame. An asynchronous send that is in flight keeps no thread, and is not waited for: its peer
   * may not read.
   */
  public void ended() {
    boolean interrupted = false;
    synchronized (this) {
      ended = true;
      long deadline = System.nanoTime() + END_NANOS;
      // A send that fails may tell of the end by itself.
      while (calls > 0 && caller != Thread.currentThread()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          LOG.log(Level.DEBUG, "A connection ended while a send to it waited.");
          break;
        }
        try {
          wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (InterruptedException stopping) {
          interrupted = true;
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean pinged() {
    synchronized (this) {
      caller = Thread.currentThread();
    }
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
    if (closing != null || ended) {
      throw new IllegalStateException("the connection is being closed");
    }
    sending = true;
    calls++;
    caller = Thread.currentThread();
  }

  private void sent(SendResult result, long cost, Callback callback) {
    CloseCode code;
    synchronized (this) {
      sending = false;
      code = calls > 0 ? null : closing;
    }
    if (code != null) {
      closeNow(code);
    }
    // Its last piece lies in the room that the kernel told of.
    credit = (int) Math.max(0, fullCredit.getAsInt() - cost);
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
      calls--;
      if (over) {
        sending = false;
      }
      code = sending || calls > 0 ? null : closing;
      notifyAll();
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
    try {
      session.close(style.reason(code));
    } catch (IOException | RuntimeException gone) {
      // The server's own close fails with whatever it meets when the peer leaves at the same
      // moment.
      LOG.log(Level.DEBUG, "A connection was gone before it was closed.");
    }
  }
}
