package dev.parley.outbound;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * The threads that write to connections: a few stripes, each with a thread at work.
 *
 * <p>A broadcast is handed to all stripes at once, so it uses as many cores; a connection stays
 * with its stripe. No write is expected to wait for its peer. One that does all the same keeps its
 * thread and nobody else: {@link #PATIENCE} later, or at the next look, another thread goes on with
 * the rest of the stripe, and the one that waited ends when it returns. Safe on any thread, nothing
 * blocks.
 */
public final class WriteThreads implements AutoCloseable {
  /** How long a write may keep its stripe. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final Duration LOOK = PATIENCE.dividedBy(2);

  /** How many threads may wait for peers before all frames get a time-out. */
  static final int FEW = 8;

  private static final Logger LOG = System.getLogger(WriteThreads.class.getName());

  private final ThreadFactory factory;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final long overdueNanos;
  private final int maxStuck;
  private final List<Stripe> stripes = new ArrayList<>();
  private final Set<Worker> stuck = ConcurrentHashMap.newKeySet();

  /** How many those are, for who asks before each frame. */
  private final AtomicInteger stuckCount = new AtomicInteger();

  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder replaced = new LongAdder();
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param count how many stripes
   * @param overdue how long a write may take before its connection is told
   * @param maxStuck how many threads may wait for peers at a time; while they do, a further one
   *     keeps its stripe
   */
  public WriteThreads(
      ThreadFactory factory,
      Scheduler scheduler,
      TimeSource time,
      int count,
      Duration overdue,
      int maxStuck) {
    this.factory = factory;
    this.scheduler = scheduler;
    this.time = time;
    this.overdueNanos = overdue.toNanos();
    this.maxStuck = maxStuck;
    for (int i = 0; i < count; i++) {
      Stripe stripe = new Stripe();
      stripes.add(stripe);
      stripe.hire();
    }
    watchLater();
  }

  /** A stripe for a new connection; they take turns. */
  public WriteStripe assign() {
    return stripes.get(Math.floorMod(next.getAndIncrement(), stripes.size()));
  }

  /**
   * How long a frame that is sent now waits for its thread, roughly; grows while more is sent than
   * can be written.
   */
  public long lagNanos() {
    long now = time.nanoTime();
    long longest = 0;
    for (Stripe stripe : stripes) {
      longest = Math.max(longest, stripe.lag.nanos(now));
    }
    return longest;
  }

  /**
   * How much a connection may be sent without a time-out: nothing while several threads wait for
   * peers, so that no number of clients can take all threads.
   *
   * @param bytes how much otherwise
   */
  public IntSupplier credit(int bytes) {
    return () -> stuckCount.get() > FEW ? 0 : bytes;
  }

  /** How many threads wait for a peer now, and for longer than they should. */
  public int stuck() {
    return stuckCount.get();
  }

  /** How often a thread had to be replaced because it waited for a peer. */
  public long replaced() {
    return replaced.sum();
  }

  /** Takes no more tasks; the threads end. */
  @Override
  public void close() {
    closed = true;
    stripes.forEach(Stripe::wake);
  }

  private void watchLater() {
    scheduler.schedule(LOOK, this::watch);
  }

  private void watch() {
    if (closed) {
      return;
    }
    long now = time.nanoTime();
    for (Worker worker : stuck) {
      worker.tellOverdue(now);
    }
    for (Stripe stripe : stripes) {
      Worker worker = stripe.worker;
      if (worker.waits(now) && stuckCount.get() < maxStuck) {
        stuck.add(worker);
        stuckCount.incrementAndGet();
        replaced.increment();
        stripe.hire();
        LOG.log(Level.DEBUG, "A write waits for its peer; another thread goes on");
      }
      stripe.lag.measure(now);
    }
    watchLater();
  }

  /** Tasks in their order, and the thread that runs them now. */
  private final class Stripe implements WriteStripe {
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final Lag lag = new Lag(this);
    private volatile Worker worker;

    @Override
    public void submit(Task task) {
      tasks.add(task);
      wake();
    }

    void wake() {
      Worker current = worker;
      if (current.idle) {
        current.idle = false;
        LockSupport.unpark(current.thread);
      }
    }

    void hire() {
      Worker before = worker;
      Worker hired = new Worker(this);
      hired.thread = factory.newThread(hired);
      worker = hired;
      hired.thread.start();
      if (before != null) {
        // It may have come back in the meantime, and rest: it has to see that it can go.
        LockSupport.unpark(before.thread);
      }
    }
  }

  /** A task that does nothing but tell how long it had to wait. */
  private final class Lag implements WriteStripe.Task {
    private final Stripe stripe;
    private volatile long submittedNanos;
    private volatile boolean waiting;
    private volatile long lastNanos;

    Lag(Stripe stripe) {
      this.stripe = stripe;
    }

    void measure(long now) {
      if (!waiting) {
        submittedNanos = now;
        waiting = true;
        stripe.submit(this);
      }
    }

    @Override
    public void run() {
      lastNanos = time.nanoTime() - submittedNanos;
      waiting = false;
    }

    long nanos(long now) {
      return waiting ? Math.max(lastNanos, now - submittedNanos) : lastNanos;
    }
  }

  private final class Worker implements Runnable {
    private final Stripe stripe;
    private Thread thread;
    private volatile boolean idle;

    // Of the task at work; the time is written last, and 0 when there is none.
    private volatile WriteStripe.Task task;
    private volatile long sinceNanos;
    private boolean told;

    // Of who looks alone: the task that was seen last, by its time.
    private long seenNanos;

    Worker(Stripe stripe) {
      this.stripe = stripe;
    }

    @Override
    public void run() {
      while (!closed && stripe.worker == this) {
        WriteStripe.Task next = stripe.tasks.poll();
        if (next == null) {
          rest();
        } else {
          perform(next);
        }
      }
      if (stuck.remove(this)) {
        stuckCount.decrementAndGet();
      }
    }

    private void rest() {
      idle = true;
      // Whoever adds a task now sees that this thread rests; whoever added one before is seen here.
      if (stripe.tasks.isEmpty() && !closed && stripe.worker == this) {
        LockSupport.park(this);
      }
      idle = false;
    }

    private void perform(WriteStripe.Task next) {
      task = next;
      sinceNanos = time.nanoTime() | 1;
      try {
        next.run();
      } catch (RuntimeException | Error bug) {
        LOG.log(Level.ERROR, "A write failed in a way that it should not", bug);
      } finally {
        sinceNanos = 0;
      }
    }

    long busyFor(long now) {
      long since = sinceNanos;
      return since == 0 ? 0 : now - since;
    }

    /**
     * Looks at it; whether its task takes longer than it should, and was there at the look before.
     *
     * <p>After a pause of the whole process whatever is at work seems to have waited: a task that
     * is first seen then gets a second look. One that was seen just before the pause does not.
     */
    boolean waits(long now) {
      long since = sinceNanos;
      boolean isSeenAgain = since == seenNanos;
      seenNanos = since;
      return since != 0 && isSeenAgain && now - since > PATIENCE.toNanos();
    }

    void tellOverdue(long now) {
      WriteStripe.Task late = task;
      if (!told && busyFor(now) > overdueNanos) {
        told = true;
        late.overdue();
      }
    }
  }
}
