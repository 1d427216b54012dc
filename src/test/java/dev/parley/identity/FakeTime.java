package dev.parley.identity;

import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock and a scheduler that move only when a test says so; for one thread. */
final class FakeTime implements TimeSource, Scheduler {
  private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
  private final List<Task> tasks = new ArrayList<>();
  private Duration passed = Duration.ZERO;

  @Override
  public Instant now() {
    return start.plus(passed);
  }

  @Override
  public long nanoTime() {
    return passed.toNanos();
  }

  @Override
  public Timeout schedule(Duration delay, Runnable action) {
    Task task = new Task(passed.plus(delay), action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Moves on, running what becomes due at the moment it is due. */
  void pass(Duration time) {
    Duration end = passed.plus(time);
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> task.due().compareTo(end) <= 0)
              .min(Comparator.comparing(Task::due))
              .orElse(null);
      if (next == null) {
        passed = end;
        return;
      }
      tasks.remove(next);
      passed = next.due().compareTo(passed) > 0 ? next.due() : passed;
      next.action().run();
    }
  }

  /** Moves on without running anything: timers are late. */
  void skip(Duration time) {
    passed = passed.plus(time);
  }

  int pending() {
    return tasks.size();
  }

  private record Task(Duration due, Runnable action) {}
}
