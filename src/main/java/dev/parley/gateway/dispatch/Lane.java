package dev.parley.gateway.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs the work of one socket, one piece at a time, in the order in which it came.
 *
 * <p>Borrows a thread for a batch, then queues up again behind the other lanes, so one busy socket
 * cannot starve the rest. Adding never blocks. What a task throws is logged and stops nothing.
 */
final class Lane {
  private static final Logger LOG = System.getLogger(Lane.class.getName());
  private static final int BATCH = 16;

  private final Executor threads;
  private final int capacity;
  private final long maxBytes;
  private final LongAdder waitingEverywhere;

  private final Object lock = new Object();
  // Null while nothing waits: most lanes are idle most of the time.
  private Queue<Entry> queue;
  private int events;
  private long bytes;
  private boolean scheduled;

  /**
   * An empty lane.
   *
   * @param capacity events that may wait, the one at work included
   * @param maxBytes bytes that may wait; a single event is admitted whatever its size
   * @param waitingEverywhere counts the events of all lanes
   */
  Lane(Executor threads, int capacity, long maxBytes, LongAdder waitingEverywhere) {
    this.threads = threads;
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.waitingEverywhere = waitingEverywhere;
  }

  /** Adds an event; false, and nothing happens, when the lane is over its bounds. */
  boolean offer(Runnable task, int sizeBytes) {
    synchronized (lock) {
      if (events >= capacity || (events > 0 && bytes + sizeBytes > maxBytes)) {
        return false;
      }
      events++;
      bytes += sizeBytes;
      waitingEverywhere.increment();
      enqueue(new Entry(task, sizeBytes));
    }
    schedule();
    return true;
  }

  /** Adds a step of the socket's own life, which has no bounds: there are two of them at most. */
  void add(Runnable step) {
    synchronized (lock) {
      enqueue(new Entry(step, Entry.UNCOUNTED));
    }
    schedule();
  }

  private void enqueue(Entry entry) {
    if (queue == null) {
      queue = new ArrayDeque<>(4);
    }
    queue.add(entry);
  }

  private Entry dequeue() {
    if (queue == null) {
      return null;
    }
    Entry first = queue.remove();
    if (queue.isEmpty()) {
      queue = null;
    }
    return first;
  }

  private void schedule() {
    synchronized (lock) {
      if (scheduled || queue == null) {
        return;
      }
      scheduled = true;
    }
    try {
      threads.execute(this::runBatch);
    } catch (RejectedExecutionException stopping) {
      // What waits stays where it is; the next addition tries again.
      synchronized (lock) {
        scheduled = false;
      }
      LOG.log(Level.DEBUG, "A lane found no thread", stopping);
    }
  }

  private void runBatch() {
    for (int i = 0; i < BATCH; i++) {
      Entry entry;
      synchronized (lock) {
        entry = dequeue();
      }
      if (entry == null) {
        break;
      }
      run(entry);
    }
    synchronized (lock) {
      scheduled = false;
    }
    schedule();
  }

  private void run(Entry entry) {
    try {
      entry.task().run();
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "A task of a lane failed", bug);
    }
    if (entry.sizeBytes() != Entry.UNCOUNTED) {
      synchronized (lock) {
        events--;
        bytes -= entry.sizeBytes();
      }
      waitingEverywhere.decrement();
    }
  }

  private record Entry(Runnable task, int sizeBytes) {
    static final int UNCOUNTED = -1;
  }
}
