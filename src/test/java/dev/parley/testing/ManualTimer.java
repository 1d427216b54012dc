package dev.parley.testing;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock and a scheduler that move when a test says so. Safe on any thread. */
public final class ManualTimer implements Scheduler, TimeSource {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final List<Task> tasks = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized Timeout schedule(Duration delay, Runnable task) {
    Task entry = new Task(nanos + delay.toNanos(), task);
    tasks.add(entry);
    return () -> remove(entry);
  }

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  /** Lets time pass, and runs on this thread what becomes due, in order. */
  public void advance(Duration step) {
    long end = nanoTime() + step.toNanos();
    for (Optional<Task> due = nextUntil(end); due.isPresent(); due = nextUntil(end)) {
      due.get().action().run();
    }
    synchronized (this) {
      nanos = end;
    }
  }

  /** Lets time pass while every timer is late. */
  public synchronized void stall(Duration step) {
    nanos += step.toNanos();
  }

  private synchronized Optional<Task> nextUntil(long end) {
    Optional<Task> next =
        tasks.stream()
            .filter(task -> task.dueNanos() <= end)
            .min(Comparator.comparingLong(Task::dueNanos));
    next.ifPresent(
        task -> {
          tasks.remove(task);
          nanos = Math.max(nanos, task.dueNanos());
        });
    return next;
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  private record Task(long dueNanos, Runnable action) {}
}
