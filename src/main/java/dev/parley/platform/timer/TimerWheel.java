package dev.parley.platform.timer;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A hashed timing wheel: scheduling and cancelling cost the same for one timer and for 100 000.
 *
 * <p>One thread turns the wheel by ticks of 10 ms and hands what is due to the executor; it runs no
 * task itself. A task is never early and at most two ticks late, and lateness does not add up:
 * ticks are counted from the start. A cancelled task is unlinked at once. While nothing is
 * scheduled the thread sleeps.
 */
public final class TimerWheel implements Scheduler, AutoCloseable {
  static final long TICK_NANOS = 10_000_000;
  private static final int BUCKETS = 4_096;
  private static final Logger LOG = System.getLogger(TimerWheel.class.getName());

  private final Object lock = new Object();
  private final TimeSource time;
  private final Executor executor;
  private final long startNanos;
  private final Timer[] buckets = new Timer[BUCKETS];
  private final AtomicLong failures = new AtomicLong();
  private long tick;
  private int size;
  private volatile boolean closed;
  private volatile Thread thread;

  /** A wheel that stands still until it is started. */
  public TimerWheel(TimeSource time, Executor executor) {
    this.time = time;
    this.executor = executor;
    this.startNanos = time.nanoTime();
  }

  /** Starts the thread that turns the wheel; called once. */
  public void start(ThreadFactory threads) {
    Thread turning = threads.newThread(this::turn);
    thread = turning;
    turning.start();
  }

  @Override
  public Timeout schedule(Duration delay, Runnable task) {
    long delayNanos = Math.max(0, delay.toNanos());
    long due = time.nanoTime() - startNanos + delayNanos;
    boolean wake;
    Timer timer;
    synchronized (lock) {
      // A tick is run when it is over, so the tick that the moment falls in ends after it.
      timer = new Timer(Math.max(due / TICK_NANOS + 1, tick + 1), Objects.requireNonNull(task));
      link(timer);
      wake = size++ == 0;
    }
    if (wake) {
      LockSupport.unpark(thread);
    }
    return timer;
  }

  /** Timers that have neither run nor been cancelled. */
  public int size() {
    synchronized (lock) {
      return size;
    }
  }

  /** Tasks that threw, or that the executor refused. */
  public long failures() {
    return failures.get();
  }

  /** Stops the thread; what is scheduled does not run any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Runs every tick that is over by now. */
  void advance() {
    long now = (time.nanoTime() - startNanos) / TICK_NANOS;
    List<Timer> due = new ArrayList<>();
    synchronized (lock) {
      if (size == 0) {
        tick = Math.max(tick, now);
        return;
      }
      // After a long pause one round meets every bucket, and each timer knows its own tick.
      long first = Math.max(tick + 1, now - BUCKETS + 1);
      for (long t = first; t <= now; t++) {
        collect((int) (t % BUCKETS), now, due);
      }
      tick = Math.max(tick, now);
    }
    due.sort((left, right) -> Long.compare(left.dueTick, right.dueTick));
    due.forEach(this::execute);
  }

  private void collect(int bucket, long now, List<Timer> due) {
    Timer timer = buckets[bucket];
    while (timer != null) {
      Timer next = timer.next;
      if (timer.dueTick <= now) {
        unlink(timer);
        due.add(timer);
      }
      timer = next;
    }
  }

  private void execute(Timer timer) {
    Runnable task = timer.take();
    if (task == null) {
      return;
    }
    try {
      executor.execute(() -> run(task));
    } catch (RejectedExecutionException stopping) {
      failures.incrementAndGet();
      LOG.log(Level.DEBUG, "A timer was due while the executor stopped.");
    } catch (Throwable lost) {
      // One timer is lost; the wheel's only thread must not be.
      failures.incrementAndGet();
      LOG.log(Level.ERROR, "A timer found no thread.", lost);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      failures.incrementAndGet();
      LOG.log(Level.ERROR, "A timer task failed.", failure);
    }
  }

  private void turn() {
    while (!closed) {
      try {
        advance();
      } catch (Throwable bug) {
        // Without this thread nothing would ever time out again.
        failures.incrementAndGet();
        LOG.log(Level.ERROR, "A turn of the timer wheel failed.", bug);
      }
      if (size() == 0) {
        LockSupport.park(this);
      } else {
        long sinceStart = time.nanoTime() - startNanos;
        LockSupport.parkNanos(this, TICK_NANOS - sinceStart % TICK_NANOS);
      }
      if (Thread.interrupted()) {
        return;
      }
    }
  }

  private void link(Timer timer) {
    int bucket = (int) (timer.dueTick % BUCKETS);
    timer.next = buckets[bucket];
    if (timer.next != null) {
      timer.next.previous = timer;
    }
    buckets[bucket] = timer;
    timer.linked = true;
  }

  private void unlink(Timer timer) {
    if (timer.previous == null) {
      buckets[(int) (timer.dueTick % BUCKETS)] = timer.next;
    } else {
      timer.previous.next = timer.next;
    }
    if (timer.next != null) {
      timer.next.previous = timer.previous;
    }
    timer.next = null;
    timer.previous = null;
    timer.linked = false;
    size--;
  }

  /** A node of its bucket's list; the links are guarded by the wheel's lock. */
  private final class Timer implements Timeout {
    final long dueTick;
    Runnable task;
    Timer next;
    Timer previous;
    boolean linked;

    Timer(long dueTick, Runnable task) {
      this.dueTick = dueTick;
      this.task = task;
    }

    @Override
    public void cancel() {
      synchronized (lock) {
        task = null;
        if (linked) {
          unlink(this);
        }
      }
    }

    Runnable take() {
      synchronized (lock) {
        Runnable taken = task;
        task = null;
        return taken;
      }
    }
  }
}
