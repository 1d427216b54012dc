package dev.parley.engineio.session;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in the order of their arrival, on the threads that bring them.
 *
 * <p>A thread that finds the mailbox idle runs what is there until it is empty; others leave their
 * task and go. So nobody ever waits, as long as no task blocks. An empty mailbox holds no queue.
 */
final class Mailbox {
  private final Consumer<Throwable> onFailure;
  private ArrayDeque<Runnable> waiting;
  private boolean running;

  Mailbox(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  void execute(Runnable task) {
    synchronized (this) {
      if (running) {
        if (waiting == null) {
          waiting = new ArrayDeque<>(4);
        }
        waiting.add(task);
        return;
      }
      running = true;
    }
    Runnable next = task;
    while (next != null) {
      try {
        next.run();
      } catch (RuntimeException | Error failure) {
        onFailure.accept(failure);
      }
      next = next();
    }
  }

  private synchronized Runnable next() {
    Runnable next = waiting == null ? null : waiting.poll();
    if (next == null) {
      waiting = null;
      running = false;
    }
    return next;
  }
}
