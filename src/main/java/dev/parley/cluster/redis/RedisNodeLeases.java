package dev.parley.cluster.redis;

import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.redis.LeaseStore.Beat;
import dev.parley.cluster.redis.LeaseStore.Cleanup;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Leases by the clock of Redis; ADR 13 has the rules.
 *
 * <p>One call a beat renews this node's lease and shows the others'. Without Redis nothing changes:
 * the node keeps its incarnation and what it last knew.
 */
public final class RedisNodeLeases implements NodeLeases, AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisNodeLeases.class.getName());
  private static final long RELEASE_MILLIS = 500;

  private final LeaseStore store;
  private final LeaseTimes times;
  private final LeaseWatch watch;
  private final NodeSelf self;
  private final Executor threads;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final ClusterMeter meter;
  private final Namesakes namesakes;
  private final List<Runnable> fenceListeners = new CopyOnWriteArrayList<>();
  private final List<EndListener> endListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> lossListeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean cleaning = new AtomicBoolean();
  private volatile String incarnation = RandomId.next();
  private volatile List<NodeInfo> nodes = List.of();
  private volatile boolean current;
  private volatile long renewedNanos;
  // Also of those whose leases are gone, until they are cleaned up after.
  private volatile Map<String, String> names = Map.of();
  private volatile boolean stopped;
  private volatile CompletableFuture<Void> released;
  // Of the beats alone, which come one at a time: whose lease was renewed last, and where.
  private String renewed;
  private String server;

  RedisNodeLeases(
      LeaseStore store,
      LeaseTimes times,
      NodeSelf self,
      Executor threads,
      Scheduler scheduler,
      TimeSource time,
      ClusterMeter meter) {
    this.store = store;
    this.times = times;
    this.watch = new LeaseWatch(times);
    this.self = self;
    this.threads = threads;
    this.scheduler = scheduler;
    this.time = time;
    this.meter = meter;
    this.namesakes = new Namesakes(self);
    this.renewedNanos = time.nanoTime();
  }

  @Override
  public String incarnation() {
    return incarnation;
  }

  @Override
  public Set<String> live() {
    return Stream.concat(Stream.of(incarnation), nodes.stream().map(NodeInfo::incarnation))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  @Override
  public List<NodeInfo> nodes() {
    String mine = incarnation;
    Stream<NodeInfo> others = nodes.stream().filter(node -> !node.incarnation().equals(mine));
    NodeInfo me = new NodeInfo(self.name(), mine, self.state().get(), self.sockets().getAsLong());
    return Stream.concat(Stream.of(me), others).toList();
  }

  /** How long ago the lease was renewed last; before the first time, since this was made. */
  public Duration age() {
    return Duration.ofNanos(time.nanoTime() - renewedNanos);
  }

  @Override
  public void onFenced(Runnable listener) {
    fenceListeners.add(listener);
  }

  @Override
  public void onLoss(Runnable listener) {
    lossListeners.add(listener);
  }

  @Override
  public void onEnded(EndListener listener) {
    endListeners.add(listener);
  }

  @Override
  public void start() {
    threads.execute(this::beat);
  }

  @Override
  public void release() {
    if (stopped) {
      return;
    }
    stopped = true;
    CompletableFuture<Void> told = new CompletableFuture<>();
    released = told;
    store
        .release(incarnation)
        .whenComplete(
            (done, away) -> {
              if (away != null) {
                LOG.log(Level.INFO, "The lease was not given up; it will run out");
              }
              told.complete(null);
            });
  }

  /** Ends the beats; waits for a release that is under way, never longer than half a second. */
  @Override
  public void close() {
    stopped = true;
    if (released == null) {
      return;
    }
    try {
      released.get(RELEASE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.log(Level.INFO, "The lease may not have been given up; it will run out");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    if (stopped) {
      return;
    }
    String mine = incarnation;
    store
        .renew(mine, self.text())
        .whenComplete((beat, failure) -> threads.execute(() -> after(mine, beat, failure)));
  }

  /** Never runs twice at a time: the next beat is scheduled when this one is done. */
  private void after(String mine, Optional<Beat> beat, Throwable failure) {
    if (stopped) {
      return;
    }
    if (failure != null) {
      current = false;
      watch.forget();
    } else if (beat.isEmpty()) {
      fenced(mine);
      // At once: until it has a lease again, others may think that this node's clients are gone.
      beat();
      return;
    } else {
      look(mine, beat.get());
    }
    scheduler.schedule(times.beat(), this::beat);
  }

  private void fenced(String ended) {
    LOG.log(Level.WARNING, "This node was taken for dead; what it held is no longer its own");
    meter.counted(ClusterCount.FENCED);
    watch.forget();
    current = false;
    incarnation = RandomId.next();
    tell(fenceListeners, "the end of " + ended);
  }

  /** A Redis that has not got this lease, or is another one, may lack whatever this node wrote. */
  private void noticeLoss(String mine, Beat beat) {
    boolean isLoss = mine.equals(renewed) && (beat.isNew() || !beat.server().equals(server));
    renewed = mine;
    server = beat.server();
    if (isLoss) {
      LOG.log(Level.INFO, "Redis is not what it was; what this node wrote there is written again");
      tell(lossListeners, "the loss");
    }
  }

  private static void tell(List<Runnable> listeners, String what) {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "Not everything was told of " + what, bug);
      }
    }
  }

  private void look(String mine, Beat beat) {
    noticeLoss(mine, beat);
    renewedNanos = time.nanoTime();
    Set<String> ended =
        beat.cleanups().stream().map(Cleanup::incarnation).collect(Collectors.toSet());
    keepNames(beat.leases(), ended);
    namesakes.look(mine, beat.leases()).forEach(this::warn);
    List<Lease> due = watch.look(beat.leases(), time.nanoTime());
    nodes = beat.leases().stream().filter(lease -> !due.contains(lease)).map(Lease::node).toList();
    current = true;
    Set<String> live =
        beat.leases().stream()
            .filter(Lease::runs)
            .map(Lease::incarnation)
            .collect(Collectors.toSet());
    Set<String> mineToDo =
        due.stream().map(Lease::incarnation).collect(Collectors.toCollection(HashSet::new));
    mineToDo.addAll(ended);
    beat.cleanups().stream()
        .filter(cleanup -> !cleanup.reaper().equals(mine) && live.contains(cleanup.reaper()))
        .forEach(cleanup -> mineToDo.remove(cleanup.incarnation()));
    if (!mineToDo.isEmpty() && cleaning.compareAndSet(false, true)) {
      threads.execute(() -> cleanUp(mine, mineToDo));
    }
  }

  private void keepNames(List<Lease> leases, Set<String> ended) {
    Map<String, String> known = new HashMap<>(names);
    known.keySet().retainAll(ended);
    leases.forEach(lease -> known.put(lease.incarnation(), lease.node().name()));
    names = Map.copyOf(known);
  }

  private void warn(Lease other) {
    LOG.log(
        Level.WARNING,
        "Two living nodes are called {0}: this one ({1}) and one at {2}; give each its own"
            + " parley.node.name",
        self.name(),
        self.process(),
        other.process().isEmpty() ? "an unknown place" : other.process());
  }

  /** What fails is found again by a later beat, which sees that it is not done. */
  private void cleanUp(String mine, Set<String> incarnations) {
    try {
      for (String ended : incarnations) {
        cleanUp(mine, ended);
      }
    } catch (RedisUnavailableException away) {
      LOG.log(Level.INFO, "Cleaning up after a node goes on when Redis is back");
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Cleaning up after a node failed, and is tried again", bug);
    } finally {
      cleaning.set(false);
    }
  }

  private void cleanUp(String mine, String ended) {
    Optional<End> end = store.claim(mine, ended);
    if (end.isEmpty()) {
      return;
    }
    LOG.log(
        Level.INFO,
        "Cleaning up after node {0} (incarnation {1}), which {2}",
        names.getOrDefault(ended, "of unknown name"),
        ended,
        end.get());
    for (EndListener listener : endListeners) {
      listener.ended(ended, end.get());
    }
    store.done(mine, ended);
    meter.counted(ClusterCount.REAPED);
  }
}
