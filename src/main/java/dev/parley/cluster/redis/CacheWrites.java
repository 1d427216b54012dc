package dev.parley.cluster.redis;

import dev.parley.kernel.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Writes what changes in one cache: a change at once, those that follow together a moment later.
 *
 * <p>One write is under way at a time, so writes of a key come in order, but for one that was given
 * up and is done late. Those of a key that wait become one. A write that fails is let go, and so is
 * a change when {@link #MOST_WAITING} other keys wait: a cache holds copies. Safe on any thread,
 * never blocks.
 */
final class CacheWrites {
  /** How long those that follow wait. */
  static final Duration PAUSE = Duration.ofMillis(20);

  static final int MOST_AT_ONCE = 100;
  static final int MOST_WAITING = 10_000;
  private static final Logger LOG = System.getLogger(CacheWrites.class.getName());

  private final Scheduler scheduler;
  private final BinaryOperator<Optional<String>> newest;
  private final Function<Map<String, Optional<String>>, CompletionStage<?>> write;
  // Both guarded by this.
  private final Map<String, Optional<String>> waiting = new LinkedHashMap<>();
  private boolean busy;

  /**
   * Nothing to write yet.
   *
   * @param newest of two values of a key that follow one another, the one to write
   * @param write writes values by their keys; one that is empty is to be removed
   */
  CacheWrites(
      Scheduler scheduler,
      BinaryOperator<Optional<String>> newest,
      Function<Map<String, Optional<String>>, CompletionStage<?>> write) {
    this.scheduler = scheduler;
    this.newest = newest;
    this.write = write;
  }

  /** A key has another value now, or none. */
  void add(String key, Optional<String> value) {
    synchronized (this) {
      if (waiting.size() < MOST_WAITING || waiting.containsKey(key)) {
        waiting.merge(key, value, newest);
      }
      if (busy) {
        return;
      }
      busy = true;
    }
    next();
  }

  private void next() {
    Map<String, Optional<String>> due;
    synchronized (this) {
      due = take();
      if (due.isEmpty()) {
        busy = false;
        return;
      }
    }
    Duration pause = due.size() < MOST_AT_ONCE ? PAUSE : Duration.ZERO;
    try {
      write.apply(due).whenComplete((done, failure) -> scheduler.schedule(pause, this::next));
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.ERROR, "A cache was not written", bug);
      scheduler.schedule(PAUSE, this::next);
    }
  }

  private Map<String, Optional<String>> take() {
    Map<String, Optional<String>> due = new LinkedHashMap<>();
    Iterator<Map.Entry<String, Optional<String>>> next = waiting.entrySet().iterator();
    while (due.size() < MOST_AT_ONCE && next.hasNext()) {
      Map.Entry<String, Optional<String>> entry = next.next();
      due.put(entry.getKey(), entry.getValue());
      next.remove();
    }
    return due;
  }
}
