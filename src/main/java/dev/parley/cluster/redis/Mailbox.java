package dev.parley.cluster.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one after another, in the order in which they came, on threads of an executor. */
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

  private void takeTurn() {
    try {
      threads.execute(this::work);
    } catch (RejectedExecutionException stopped) {
      LOG.log(Level.WARNING, "The executor has stopped; cluster work is dropped", stopped);
    }
  }

  private void work() {
    for (int i = 0; i < TURN; i++) {
      try {
        tasks.remove().run();
      } catch (Throwable bug) {
        // An Error, too: leaving here with it would leave the mailbox to nobody, for ever.
        LOG.log(Level.ERROR, "A task of the cluster failed", bug);
      }
      if (pending.decrementAndGet() == 0) {
        return;
      }
    }
    takeTurn();
  }
}
