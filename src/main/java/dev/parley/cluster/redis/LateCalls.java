package dev.parley.cluster.redis;

import dev.parley.kernel.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls that failed while Redis was away, made again until it takes them: a single one each second
 * while that fails, then some at a time.
 *
 * <p>They may be made twice, in another order, and after later calls of others. Over {@link #MOST}
 * further ones are let go. Safe on any thread, never blocks.
 */
final class LateCalls {
  /** How long after a failure the next attempt is made. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** How many wait at most. */
  static final int MOST = 10_000;

  private static final int AT_ONCE = 16;
  private static final Duration BREATH = Duration.ofMillis(20);
  private static final Logger LOG = System.getLogger(LateCalls.class.getName());

  private final RedisGuard guard;
  private final Scheduler scheduler;
  private final String operation;
  // All guarded by this.
  private final Map<Object, Late> waiting = new LinkedHashMap<>();
  private boolean scheduled;
  private int atOnce = 1;
  // Whether it was told that some are let go.
  private boolean full;

  /** A call that answers a list. */
  interface Call extends Function<RedisLink, CompletionStage<List<Object>>> {}

  /**
   * @param operation what the calls are measured as
   */
  LateCalls(RedisGuard guard, Scheduler scheduler, String operation) {
    this.guard = guard;
    this.scheduler = scheduler;
    this.operation = operation;
  }

  /**
   * Makes a call later.
   *
   * @param key what it is about; of several calls with the same only the first is made
   * @param then gets the answer, on whatever thread it comes: it must not block
   */
  void add(Object key, Call call, Consumer<List<Object>> then) {
    synchronized (this) {
      if (waiting.size() >= MOST && !waiting.containsKey(key)) {
        tellFull();
        return;
      }
      waiting.putIfAbsent(key, new Late(key, call, then));
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    scheduler.schedule(PAUSE, this::send);
  }

  private void tellFull() {
    if (!full) {
      LOG.log(Level.WARNING, "{0} calls of {1} wait for Redis; others are let go", MOST, operation);
    }
    full = true;
  }

  private void send() {
    CompletionStage<Boolean> well = CompletableFuture.completedStage(true);
    for (Late late : take()) {
      well = well.thenCombine(attempt(late), Boolean::logicalAnd);
    }
    well.thenAccept(this::next);
  }

  private synchronized List<Late> take() {
    List<Late> batch = waiting.values().stream().limit(atOnce).toList();
    batch.forEach(late -> waiting.remove(late.key()));
    return batch;
  }

  /** Completes with whether Redis took it; if not it waits again. */
  private CompletionStage<Boolean> attempt(Late late) {
    return guard
        .call(operation, late.call())
        .<Boolean>handle(
            (answer, failure) -> {
              if (failure != null) {
                putBack(late);
                return false;
              }
              tell(late, answer);
              return true;
            });
  }

  private synchronized void putBack(Late late) {
    waiting.putIfAbsent(late.key(), late);
  }

  private static void tell(Late late, List<Object> answer) {
    try {
      late.then().accept(answer);
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.ERROR, "What Redis answered late was not dealt with", bug);
    }
  }

  private void next(boolean well) {
    synchronized (this) {
      atOnce = well ? AT_ONCE : 1;
      if (waiting.isEmpty()) {
        full = false;
        scheduled = false;
        return;
      }
    }
    scheduler.schedule(well ? BREATH : PAUSE, this::send);
  }

  /** A call that waits. */
  private record Late(Object key, Call call, Consumer<List<Object>> then) {}
}
