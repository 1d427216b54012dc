package dev.parley.cluster.redis;

import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.redisson.api.RScriptAsync;

/**
 * Lets scripts that are due while others are under way go to Redis together.
 *
 * <p>A small script costs Redis less than the writes, wake-ups and reads that bring it there and
 * its answer back. Of a few a second each goes at once and alone; when many are due they wait for
 * the batch before them, and share those costs.
 *
 * <p>No order is promised. A script that Redis refuses fails alone; when a connection is lost, all
 * that went together fail. One that waited here for as long as a call may take is not sent any
 * more. Safe on any thread, never blocks.
 */
final class ScriptPipe {
  static final int MOST_UNDER_WAY = 2;
  static final int MOST_TOGETHER = 32;
  // A batch without an answer, as on a connection that broke, holds up those behind it no longer.
  static final Duration PATIENCE = Duration.ofMillis(20);

  private final Consumer<List<Run<?>>> wire;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration timeout;
  // Both guarded by this.
  private final Queue<Run<?>> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * A pipe with nothing in it.
   *
   * @param wire starts every run of a list, as one batch when it has several
   * @param timeout how long a call may take, all in all
   */
  ScriptPipe(Consumer<List<Run<?>>> wire, Scheduler scheduler, TimeSource time, Duration timeout) {
    this.wire = wire;
    this.scheduler = scheduler;
    this.time = time;
    this.timeout = timeout;
  }

  /** Runs a script as soon as may be. */
  <T> CompletionStage<T> run(Function<RScriptAsync, ? extends CompletionStage<T>> script) {
    Run<T> run = new Run<>(script, time.nanoTime());
    synchronized (this) {
      waiting.add(run);
    }
    send();
    return run.result;
  }

  private void send() {
    boolean goOn = true;
    while (goOn) {
      List<Run<?>> due = take();
      goOn = !due.isEmpty() && new Flight(due).fly();
    }
  }

  /** What goes together now; empty when nothing is due, or the most are under way. */
  private List<Run<?>> take() {
    List<Run<?>> late = new ArrayList<>();
    List<Run<?>> due = new ArrayList<>();
    synchronized (this) {
      long now = time.nanoTime();
      while (underWay < MOST_UNDER_WAY && due.size() < MOST_TOGETHER && !waiting.isEmpty()) {
        Run<?> run = waiting.remove();
        (now - run.sinceNanos < timeout.toNanos() ? due : late).add(run);
      }
      if (!due.isEmpty()) {
        underWay++;
      }
    }
    late.forEach(run -> run.fail(new RedisUnavailableException(Reason.TIMEOUT, null)));
    return due;
  }

  private enum Stage {
    LEAVING,
    FLYING,
    LANDED
  }

  /** Scripts that go together. */
  private final class Flight {
    private final List<Run<?>> runs;
    private final AtomicInteger left;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.LEAVING);

    Flight(List<Run<?>> runs) {
      this.runs = runs;
      this.left = new AtomicInteger(runs.size());
    }

    /** Starts; true when it has landed by then, and there is room for the next. */
    boolean fly() {
      try {
        Scheduler.Timeout late = scheduler.schedule(PATIENCE, this::land);
        runs.forEach(run -> run.onEnd(() -> ended(late)));
        wire.accept(runs);
      } catch (RuntimeException | Error failure) {
        runs.forEach(run -> run.fail(failure));
        land();
      }
      return !stage.compareAndSet(Stage.LEAVING, Stage.FLYING);
    }

    private void ended(Scheduler.Timeout late) {
      if (left.decrementAndGet() == 0) {
        late.cancel();
        land();
      }
    }

    /** Makes room for the next; only the first call does. */
    private void land() {
      Stage before = stage.getAndSet(Stage.LANDED);
      if (before == Stage.LANDED) {
        return;
      }
      synchronized (ScriptPipe.this) {
        underWay--;
      }
      if (before == Stage.FLYING) {
        send();
      }
    }
  }

  /** One script, and what becomes of it. */
  static final class Run<T> {
    private final Function<RScriptAsync, ? extends CompletionStage<T>> script;
    private final long sinceNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Run(Function<RScriptAsync, ? extends CompletionStage<T>> script, long sinceNanos) {
      this.script = script;
      this.sinceNanos = sinceNanos;
    }

    void onEnd(Runnable action) {
      CompletionStage<T> end = result;
      end.whenComplete((value, failure) -> action.run());
    }

    /** Ends it without an answer, unless it has one. */
    void fail(Throwable failure) {
      result.completeExceptionally(failure);
    }

    /** Runs it by these scripts, of the client or of a batch. */
    void start(RScriptAsync scripts) {
      script
          .apply(scripts)
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  result.complete(value);
                } else {
                  fail(failure);
                }
              });
    }
  }
}
