package dev.parley.engineio.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what may wait for a peer: the closes of WebSockets.
 *
 * <p>The server writes a close frame synchronously and gives a reader that stopped 5.5 s. On its
 * own executor a few such closes take every thread, and the time-out that would end them needs one
 * of these threads too: the whole server hangs. So they have threads of their own, a bounded
 * number, which end when there is nothing to do. Hundreds, since such a thread is parked and costs
 * no time; and not virtual ones, since a JVM before 24 may hold a carrier for each close that waits
 * inside the server's monitors, and lanes share the carriers.
 */
public final class CloseThreads implements Executor, AutoCloseable {
  private static final int MAX_THREADS = 512;

  private final ThreadPoolExecutor threads;

  public CloseThreads(ThreadFactory factory) {
    this(factory, MAX_THREADS);
  }

  /** Other threads of the kind, for other things that may wait for a peer. */
  public CloseThreads(ThreadFactory factory, int maxThreads) {
    // What waits is at most one task for each connection.
    threads =
        new ThreadPoolExecutor(
            maxThreads, maxThreads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
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
