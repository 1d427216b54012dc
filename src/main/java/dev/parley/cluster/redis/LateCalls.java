package dev.parley.cluster.redis;

import dev.parley.kernel.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.redisson.api.RedissonClient;

/**
 * Calls that failed while Redis was away, made again until it takes them: in their order, few at a
 * time, and a second later when one of those fails.
 *
 * <p>They may be made twice, and after later calls of others. Over {@link #MOST} further ones are
 * let go. Safe on any thread, never blocks.
 */
final class LateCalls {
  /** How long after a failure the next attempt is made. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** How many wait at most. */
  static final int MOST = 10_000;

  private static final int AT_ONCE = 64;
  private static final Duration BREATH = Duration.ofMillis(20);
  private static final Logger LOG = System.getLogger(LateCalls.class.getName());

  private final RedisGuard guard;
  private final Scheduler scheduler;
  private final String operation;
  // Both guarded by this.
  private final Queue<Late> waiting = new ArrayDeque<>();
  private boolean scheduled;

  /** A call that answers a list. */
  interface Call extends Function<RedissonClient, CompletionStage<List<Object>>> {}

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
   * @param then gets the answer, on a thread of Redisson: it must not block
   */
  void add(Call call, Consumer<List<Object>> then) {
    synchronized (this) {
      if (waiting.size() >= MOST) {
        LOG.log(Level.DEBUG, "Too many calls of {0} wait for Redis; one is let go", operation);
        return;
      }
      waiting.add(new Late(call, then));
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    scheduler.schedule(PAUSE, this::send);
  }

  private void send() {
    CompletionStage<Boolean> well = CompletableFuture.completedStage(true);
    for (Late late : take()) {
      well = well.thenCombine(attempt(late), Boolean::logicalAnd);
    }
    well.thenAccept(this::next);
  }

  private synchronized List<Late> take() {
    List<Late> batch = new ArrayList<>();
    while (batch.size() < AT_ONCE && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
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
    waiting.add(late);
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
      if (waiting.isEmpty()) {
        scheduled = false;
        return;
      }
    }
    scheduler.schedule(well ? BREATH : PAUSE, this::send);
  }

  /** A call that waits. */
  private record Late(Call call, Consumer<List<Object>> then) {}
}
