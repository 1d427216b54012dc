package dev.parley.kernel;

import java.time.Duration;

/**
 * Runs short tasks later; the port to the node's one timer wheel.
 *
 * <p>A task runs on a worker thread, never on the caller's, within some 10 ms after it is due. It
 * must not block. What a task throws is logged and counted, and stops nothing else.
 */
public interface Scheduler {
  /** Schedules a task; safe on any thread, never blocks, costs no thread while it waits. */
  Timeout schedule(Duration delay, Runnable task);

  /** A task that has not run yet. */
  interface Timeout {
    /** Cancels the task; a task that already runs is not interrupted. Idempotent. */
    void cancel();
  }
}
