package dev.parley.cluster.redis;

import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs tasks of an actor later, in its mailbox, until it is stopped. */
final class ActorTimers {
  private final Scheduler scheduler;
  private final Executor mailbox;
  private volatile boolean stopped;

  ActorTimers(Scheduler scheduler, Executor mailbox) {
    this.scheduler = scheduler;
    this.mailbox = mailbox;
  }

  void after(Duration delay, Runnable task) {
    scheduler.schedule(
        delay,
        () ->
            mailbox.execute(
                () -> {
                  if (!stopped) {
                    task.run();
                  }
                }));
  }

  void every(Duration period, Runnable task) {
    after(
        period,
        () -> {
          // Before the task: one that throws runs again all the same.
          every(period, task);
          task.run();
        });
  }

  /** What is still due does not run any more. */
  void stop() {
    stopped = true;
  }
}
