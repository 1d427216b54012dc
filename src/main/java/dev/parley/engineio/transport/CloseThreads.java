package dev.parley.engineio.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what may wait for a peer: WebSocket control frames.
 *
 * <p>The server writes a close frame synchronously and gives a reader that stopped 5.5 s. On its
 * own executor a few such closes take every thread, and the time-out that would end them needs one
 * of these threads too: the whole server hangs. So they have threads of their own, a bounded
 * number, which end when there is nothing to do.
 */
public final class CloseThreads implements Executor, AutoCloseable {
  private static final int MAX_THREADS = 32;

  private final ThreadPoolExecutor threads;

  public CloseThreads(ThreadFactory factory) {
    // What waits is at most one task for each connection.
    threads =
        new ThreadPoolExecutor(
            MAX_THREADS, MAX_THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Takes no more tasks. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
