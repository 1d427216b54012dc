package dev.parley.engineio.transport;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes one answer of an asynchronous request; no thread waits for a slow reader. */
final class AsyncAnswer implements WriteListener {
  private static final Logger LOG = System.getLogger(AsyncAnswer.class.getName());
  private static final int CHUNK_BYTES = 32_768;

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final byte[] body;
  private final Runnable lost;
  private int written;

  private AsyncAnswer(AsyncContext async, ServletOutputStream out, byte[] body, Runnable lost) {
    this.async = async;
    this.out = out;
    this.body = body;
    this.lost = lost;
  }

  /** Starts to write, on any thread; a client that is gone is nobody's trouble. */
  static void send(AsyncContext async, HttpAnswer answer) {
    send(async, answer, () -> {});
  }

  /**
   * Starts to write, on any thread.
   *
   * @param lost run when a write fails, perhaps more than once
   */
  static void send(AsyncContext async, HttpAnswer answer, Runnable lost) {
    try {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      answer.writeHead(response);
      ServletOutputStream out = response.getOutputStream();
      out.setWriteListener(new AsyncAnswer(async, out, answer.body(), lost));
    } catch (IOException | RuntimeException gone) {
      LOG.log(Level.DEBUG, "A client was gone before its answer.");
      complete(async);
      lost.run();
    }
  }

  @Override
  public void onWritePossible() throws IOException {
    while (out.isReady()) {
      if (written == body.length) {
        complete(async);
        return;
      }
      int next = Math.min(CHUNK_BYTES, body.length - written);
      int from = written;
      written += next;
      out.write(body, from, next);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(Level.DEBUG, "A client was gone while it was answered.");
    complete(async);
    lost.run();
  }

  static void complete(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException over) {
      LOG.log(Level.DEBUG, "A request had ended before it was completed.");
    }
  }
}
