package dev.parley.gateway.dispatch;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Runs lanes, a little later while more is sent than this node can write.
 *
 * <p>Whoever sends to a room only puts events into queues, and would not feel how long they take to
 * be written: the queues of everybody in it would grow until their budgets end healthy connections.
 * So lanes wait, clients get their answers later, and what they send too fast is refused.
 *
 * @param lagNanos how long a frame that is sent now has to wait
 */
record PacedThreads(Executor threads, LongSupplier lagNanos) implements Executor {
  /** What is no reason to wait yet. */
  static final Duration LAG = Duration.ofMillis(200);

  /** The most that one batch of a lane waits: the threads may be of a pool that others need. */
  static final Duration LONGEST = Duration.ofMillis(250);

  private static final Duration STEP = Duration.ofMillis(5);

  @Override
  public void execute(Runnable batch) {
    threads.execute(
        () -> {
          pause();
          batch.run();
        });
  }

  private void pause() {
    long steps = LONGEST.dividedBy(STEP);
    while (steps-- > 0 && lagNanos.getAsLong() > LAG.toNanos()) {
      LockSupport.parkNanos(this, STEP.toNanos());
    }
  }
}
