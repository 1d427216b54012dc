package dev.parley.engineio.transport;

import dev.parley.engineio.session.PostExchange;
import dev.parley.engineio.session.ServerSession;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Scheduler.Timeout;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the body of a POST as it comes, within a size and a time. */
final class AsyncBody implements ReadListener, PostExchange {
  private static final int CHUNK_BYTES = 8_192;

  private final AsyncContext async;
  private final ServletInputStream in;
  private final ServerSession session;
  private final int maxBytes;
  private final ByteArrayOutputStream body;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Timeout timeout;

  private AsyncBody(
      AsyncContext async,
      ServletInputStream in,
      ServerSession session,
      int announced,
      int maxBytes,
      Scheduler scheduler,
      Duration limit) {
    this.async = async;
    this.in = in;
    this.session = session;
    this.maxBytes = maxBytes;
    // What a client announces is reserved only in part: it may never send it.
    this.body = new ByteArrayOutputStream(Math.max(32, Math.min(announced, CHUNK_BYTES)));
    this.timeout = scheduler.schedule(limit, this::tooLate);
  }

  static void read(
      AsyncContext async, ServerSession session, int maxBytes, Scheduler scheduler, Duration limit)
      throws IOException {
    ServletInputStream in = async.getRequest().getInputStream();
    int announced = async.getRequest().getContentLength();
    in.setReadListener(new AsyncBody(async, in, session, announced, maxBytes, scheduler, limit));
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (!over.get() && in.isReady()) {
      int read = in.read(chunk);
      if (read < 0) {
        return;
      }
      if (body.size() + read > maxBytes) {
        giveUp(CloseCode.MESSAGE_TOO_BIG, ErrorCode.PAYLOAD_TOO_LARGE, 413);
        return;
      }
      body.write(chunk, 0, read);
    }
  }

  @Override
  public void onAllDataRead() {
    if (end()) {
      session.post(body.toByteArray(), this);
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (end()) {
      session.abandonPost(CloseCode.TRANSPORT_LOST);
      AsyncAnswer.complete(async);
    }
  }

  @Override
  public void accept() {
    AsyncAnswer.send(async, HttpAnswer.ok());
  }

  @Override
  public void refuse() {
    AsyncAnswer.send(async, HttpAnswer.refusal(ErrorCode.MALFORMED, ErrorCode.MALFORMED.message()));
  }

  private void tooLate() {
    giveUp(CloseCode.RECEIVE_TIMEOUT, ErrorCode.MALFORMED, 408);
  }

  private void giveUp(CloseCode close, ErrorCode code, int status) {
    if (end()) {
      session.abandonPost(close);
      AsyncAnswer.send(async, HttpAnswer.lastRefusal(code, status));
    }
  }

  private boolean end() {
    timeout.cancel();
    return over.compareAndSet(false, true);
  }
}
