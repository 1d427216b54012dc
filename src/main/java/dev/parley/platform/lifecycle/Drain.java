package dev.parley.platform.lifecycle;

import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodePhase;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes a node from serving to drained, step by step, in bounded time.
 *
 * <p>A timer moves it on; each step ends when its work is done or its time is over, whichever comes
 * first, so nothing that hangs holds it. Safe on any thread; never blocks its callers.
 */
public final class Drain {
  /** What a drain is doing. */
  public enum Step {
    NONE("none"),
    NOTICE("notice"),
    WORK("work"),
    FAREWELL("farewell"),
    CLOSING("closing"),
    LAST_WRITES("last_writes"),
    FLUSHING("flushing"),
    DONE("done");

    private final String wireName;

    Step(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    private Step next() {
      return switch (this) {
        case NONE -> NOTICE;
        case NOTICE -> WORK;
        case WORK -> FAREWELL;
        case FAREWELL -> CLOSING;
        case CLOSING -> LAST_WRITES;
        case LAST_WRITES -> FLUSHING;
        case FLUSHING, DONE -> DONE;
      };
    }
  }

  /**
   * How far a drain is.
   *
   * @param connections that are open now
   * @param elapsed since its begin; zero before
   */
  public record Progress(NodePhase phase, Step step, int connections, Duration elapsed) {}

  /** What a step may take in haste. */
  private static final Duration HASTE = Duration.ofMillis(500);

  private static final Logger LOG = System.getLogger(Drain.class.getName());

  private final DrainSettings settings;
  private final NodeLife life;
  private final Clients clients;
  private final Connections connections;
  private final Holdings holdings;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  private Step step = Step.NONE;
  private boolean hasty;
  private long beganNanos;
  private long stepNanos;
  private long endNanos;
  private CompletionStage<Void> flushed;
  private List<Runnable> batchOf = List.of();
  private int done;
  private Pace pace;

  Drain(
      DrainSettings settings,
      NodeLife life,
      Clients clients,
      Connections connections,
      Holdings holdings,
      Scheduler scheduler,
      TimeSource time) {
    this.settings = settings;
    this.life = life;
    this.clients = clients;
    this.connections = connections;
    this.holdings = holdings;
    this.scheduler = scheduler;
    this.time = time;
  }

  /** Begins; false, and nothing changes, when it has begun already. */
  public boolean begin() {
    if (!life.enter(NodePhase.DRAINING)) {
      return false;
    }
    synchronized (this) {
      beganNanos = time.nanoTime();
      LOG.log(Level.INFO, "Draining begins; connections={0}", connections.open());
      enter(Step.NOTICE);
    }
    clients.tellMaintenance();
    scheduler.schedule(Duration.ZERO, this::advance);
    return true;
  }

  /** Lets no step wait longer than half a second from now on, and closes without a pace. */
  public synchronized void hasten() {
    if (step != Step.NONE && step != Step.DONE && !hasty) {
      LOG.log(Level.INFO, "Draining goes on in haste");
      hasty = true;
    }
  }

  public synchronized Progress progress() {
    long end = step == Step.DONE ? endNanos : time.nanoTime();
    Duration elapsed = step == Step.NONE ? Duration.ZERO : Duration.ofNanos(end - beganNanos);
    return new Progress(life.phase(), step, connections.open(), elapsed);
  }

  /** Completes when the node is drained, on a thread of the timer. */
  public CompletionStage<Void> whenDrained() {
    return drained.copy();
  }

  private void advance() {
    boolean over;
    synchronized (this) {
      while (step != Step.DONE && isStepOver()) {
        enter(step.next());
      }
      over = step == Step.DONE;
    }
    if (over) {
      drained.complete(null);
    } else {
      scheduler.schedule(Pace.TICK, this::advance);
    }
  }

  private boolean isStepOver() {
    return switch (step) {
      case NOTICE -> connections.open() == 0 || isPast(settings.notice());
      case WORK -> (!holdings.hasEventsInWork() && isFlushed()) || isPast(settings.workLimit());
      case FAREWELL, CLOSING -> takeBatch();
      case LAST_WRITES ->
          (connections.open() == 0 && !holdings.hasEventsInWork())
              || isPast(DrainSettings.LAST_WRITES);
      case FLUSHING -> isFlushed() || isPast(settings.flushLimit());
      case NONE, DONE -> false;
    };
  }

  private void enter(Step next) {
    step = next;
    stepNanos = time.nanoTime();
    LOG.log(Level.DEBUG, "Draining: {0}; connections={1}", next.wireName(), connections.open());
    switch (next) {
      case WORK -> flushed = holdings.flush();
      case FAREWELL -> spread(clients.farewells(), DrainSettings.FAREWELL);
      case CLOSING -> spread(connections.closers(), settings.closeWindow());
      case FLUSHING -> {
        quietly(connections::closeRest);
        flushed = holdings.flush();
      }
      case DONE -> finish();
      case NONE, NOTICE, LAST_WRITES -> {}
    }
  }

  private void finish() {
    quietly(holdings::release);
    life.enter(NodePhase.DRAINED);
    endNanos = time.nanoTime();
    LOG.log(
        Level.INFO,
        "Drained in {0} ms; {1}",
        (endNanos - beganNanos) / 1_000_000,
        isFlushed() ? "all is published" : "the store did not take all that was published");
  }

  private boolean isFlushed() {
    return flushed != null && flushed.toCompletableFuture().isDone();
  }

  private void spread(List<Runnable> all, Duration window) {
    batchOf = all;
    done = 0;
    pace = new Pace(all.size(), window);
  }

  /** Takes what is due; true when that was the last. */
  private boolean takeBatch() {
    int batch = hasty ? batchOf.size() - done : pace.batch(inStep(), done);
    for (Runnable one : batchOf.subList(done, Math.min(batchOf.size(), done + batch))) {
      done++;
      quietly(one);
    }
    return done >= batchOf.size();
  }

  private static void quietly(Runnable one) {
    try {
      one.run();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A part of the drain failed; the rest goes on", bug);
    }
  }

  private Duration inStep() {
    return Duration.ofNanos(time.nanoTime() - stepNanos);
  }

  private boolean isPast(Duration limit) {
    Duration bound = hasty && limit.compareTo(HASTE) > 0 ? HASTE : limit;
    return inStep().compareTo(bound) >= 0;
  }
}
