package dev.parley.engineio.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what may wait for a peer: the closes of WebSockets, and pings.
 *
 * <p>The server writes a close frame synchronously and gives a reader that stopped 5.5 s; a client
 * that hangs up at just that moment can leave the writing thread waiting for good. On the server's
 * own executor a few such closes take every thread, and the time-out that would end them needs one
 * of these threads too: the whole server hangs. So they have threads of their own.
 *
 * <p>From Java 24 these are virtual, without a bound: one that is lost costs some memory and keeps
 * nobody else from closing. Before, a virtual thread that waits in the server's monitors may hold a
 * carrier, and lanes share the carriers; there it is a bounded number of threads, which end when
 * there is nothing to do.
 */
public final class CloseThreads implements Executor, AutoCloseable {
  private static final int UNPINNED_MONITORS = 24;
  private static final int MAX_THREADS = 512;

  private final ExecutorService threads;

  public CloseThreads(ThreadFactory factory) {
    this(factory, MAX_THREADS);
  }

  /**
   * Other threads of the kind, for other things that may wait for a peer.
   *
   * @param maxThreads the bound where threads are not virtual; what waits is at most one task for
   *     each connection
   */
  public CloseThreads(ThreadFactory factory, int maxThreads) {
    threads =
        Runtime.version().feature() >= UNPINNED_MONITORS ? virtual() : bounded(factory, maxThreads);
  }

  static ExecutorService bounded(ThreadFactory factory, int maxThreads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            maxThreads, maxThreads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** By its name, since the classes are compiled for Java 17, which does not have it. */
  private static ExecutorService virtual() {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class))
              .invokeExact();
    } catch (Throwable missing) {
      throw new IllegalStateException("This JVM has no virtual threads", missing);
    }
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
