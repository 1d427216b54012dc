package dev.parley.cluster.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after another, in the order in which they came, on threads of an executor, or of
 * who brings one.
 */
final class Mailbox implements Executor {
  private static final Logger LOG = System.getLogger(Mailbox.class.getName());
  // Then another mailbox gets the thread.
  private static final int TURN = 256;

  private final Executor threads;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  Mailbox(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0) {
      takeTurn();
    }
  }

  /**
   * Runs a task at once when nothing else is to be done, else in its turn.
   *
   * <p>Saves a thread switch. For tasks that are short, and callers that hold no lock which another
   * task may need. Whoever calls does no more than its own task.
   */
  void runOrExecute(Runnable task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0 && !workedOff(1)) {
      takeTurn();
    }
  }

  private void takeTurn() {
    try {
      threads.execute(this::work);
    } catch (RejectedExecutionException stopped) {
      LOG.log(Level.WARNING, "The executor has stopped; cluster work is dropped", stopped);
    }
  }

  private void work() {
    if (!workedOff(TURN)) {
      takeTurn();
    }
  }

  /** Runs so many tasks at most; false when there are more. */
  private boolean workedOff(int turn) {
    for (int i = 0; i < turn; i++) {
      try {
        tasks.remove().run();
      } catch (Throwable bug) {
        // An Error, too: leaving here with it would leave the mailbox to nobody, for ever.
        LOG.log(Level.ERROR, "A task of the cluster failed", bug);
      }
      if (pending.decrementAndGet() == 0) {
        return true;
      }
    }
    return false;
  }
}
