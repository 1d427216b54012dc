package dev.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that reads, writes and keeps times for many connections, by a selector (epoll).
 *
 * <p>{@link #execute}, {@link #call} and {@link #close} are for other threads; the rest is for its
 * own.
 */
final class EventLoop implements AutoCloseable {
  private static final int SCRATCH_BYTES = 1 << 18;
  private static final long MILLI = 1_000_000;

  private final Selector selector;
  private final boolean punctual;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts its thread.
   *
   * @param punctual keeps timers to some 50 microseconds, and lets a read wait a millisecond for
   *     that; without it timers are up to a millisecond late, and reads never wait
   */
  EventLoop(String name, boolean punctual) throws IOException {
    this.selector = Selector.open();
    this.punctual = punctual;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs something on the loop. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs something on the loop and waits for what it gives. */
  <T> T call(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(
        () -> {
          try {
            result.complete(task.call());
          } catch (Exception failure) {
            result.completeExceptionally(failure);
          }
        });
    return result.join();
  }

  /** Runs something at a time of {@link System#nanoTime}, or as soon after it as may be. */
  void at(long nanos, Runnable task) {
    timers.add(new Timer(nanos, task));
  }

  /** Watches a channel for a wire. */
  SelectionKey register(SocketChannel channel, int operations, Wire wire) throws IOException {
    return channel.register(selector, operations, wire);
  }

  /** A buffer for what is read; nothing may be kept in it. */
  ByteBuffer scratch() {
    return scratch.clear();
  }

  private void run() {
    try {
      while (!closed) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().due - now <= 0) {
          timers.poll().task.run();
        }
        await();
      }
    } catch (IOException | RuntimeException failure) {
      // A loop that ended would look like a server that lost everything.
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void await() throws IOException {
    long wait = timers.isEmpty() ? 100 * MILLI : timers.peek().due - System.nanoTime();
    if (wait <= 0 || !tasks.isEmpty()) {
      selector.selectNow(EventLoop::ready);
    } else if (wait >= MILLI || !punctual) {
      selector.select(EventLoop::ready, Math.max(1, wait / MILLI));
    } else {
      selector.selectNow(EventLoop::ready);
      LockSupport.parkNanos(timers.peek().due - System.nanoTime());
    }
  }

  private static void ready(SelectionKey key) {
    ((Wire) key.attachment()).ready();
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private record Timer(long due, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(due - other.due);
    }
  }
}
