package dev.parley.cluster.redis;

import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.NodeLeases.End;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** The roster that all nodes share in Redis; ADR 14 has the rules. */
public final class RedisRoster implements Roster, AutoCloseable {
  private static final Duration REFRESH_CHECK = Duration.ofSeconds(5);
  private static final Duration CLEANUP_STEP = Duration.ofSeconds(5);
  private static final Duration MARKER = Duration.ofHours(1);
  private static final int PAGE = 200;

  private final RedisGuard guard;
  private final String prefix;
  private final RosterTimes times;
  private final NodeLeases leases;
  private final String node;
  private final BiFunction<RosterKeys, RedisClock, RosterMirror> mirrors;
  private final AtomicLong sockets;
  private final Executor threads;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param node what this node is called
   * @param mirrors gives a namespace's mirror
   * @param sockets kept at how many sockets this node has put in
   */
  RedisRoster(
      RedisGuard guard,
      String prefix,
      String node,
      RosterTimes times,
      NodeLeases leases,
      BiFunction<RosterKeys, RedisClock, RosterMirror> mirrors,
      AtomicLong sockets,
      Executor threads,
      Scheduler scheduler,
      TimeSource time) {
    this.guard = guard;
    this.prefix = prefix;
    this.node = node;
    this.times = times;
    this.leases = leases;
    this.mirrors = mirrors;
    this.sockets = sockets;
    this.threads = threads;
    this.scheduler = scheduler;
    this.time = time;
    leases.onFenced(() -> namespaces.values().forEach(namespace -> namespace.space.rewrite()));
    leases.onLoss(() -> namespaces.values().forEach(namespace -> namespace.space.writeAgain()));
    leases.onEnded(this::cleanUp);
    scheduler.schedule(REFRESH_CHECK, this::refresh);
  }

  @Override
  public void listen(String namespace, Duration grace, Listener listener) {
    RosterKeys keys = new RosterKeys(prefix, namespace);
    RedisClock clock = new RedisClock(time);
    RosterStore store = new RosterStore(guard, keys, node, times, grace, clock);
    RosterSpace space =
        new RosterSpace(
            store,
            mirrors.apply(keys, clock),
            leases,
            sockets,
            new TransitionTeller(listener, threads),
            times,
            grace,
            scheduler,
            time);
    if (namespaces.putIfAbsent(namespace, new Namespace(store, space)) != null) {
      throw new IllegalStateException(namespace + " has its listener already");
    }
  }

  @Override
  public void put(String namespace, Member member) {
    space(namespace).put(member);
  }

  @Override
  public void remove(String namespace, String userId, String socketId) {
    space(namespace).remove(userId, socketId);
  }

  @Override
  public Map<String, Standing> standings(String namespace, Collection<String> userIds) {
    return space(namespace).standings(userIds);
  }

  @Override
  public int sockets(String namespace, String userId) {
    return space(namespace).sockets(userId);
  }

  @Override
  public int count(String namespace) {
    return space(namespace).count();
  }

  @Override
  public List<Present> present(String namespace, int limit) {
    return space(namespace).present(limit);
  }

  @Override
  public List<Placed> socketsOf(String userId) {
    return namespaces.values().stream()
        .flatMap(namespace -> namespace.space.placed(userId).stream())
        .toList();
  }

  /** How many users, of all namespaces, have something that is not written yet. */
  public int waiting() {
    return namespaces.values().stream().mapToInt(namespace -> namespace.space.waiting()).sum();
  }

  /** Ends the refreshing; what this node wrote is cleaned up when its lease ends. */
  @Override
  public void close() {
    closed = true;
  }

  private void refresh() {
    if (!closed) {
      namespaces.values().forEach(namespace -> namespace.space.refresh());
      scheduler.schedule(REFRESH_CHECK, this::refresh);
    }
  }

  private void cleanUp(String incarnation, End end) {
    for (Namespace namespace : namespaces.values()) {
      // First of all: whoever wakes up and thinks that it lives must not write itself back.
      namespace.store.refuse(incarnation, MARKER);
      for (Set<String> users = namespace.store.users(incarnation, PAGE);
          !users.isEmpty();
          users = namespace.store.users(incarnation, PAGE)) {
        drop(namespace.space, users, incarnation, end);
      }
    }
  }

  private static void drop(RosterSpace space, Set<String> users, String incarnation, End end) {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    users.forEach(userId -> done.add(space.drop(userId, incarnation, end)));
    try {
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
          .get(CLEANUP_STEP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      throw new RedisUnavailableException(Reason.TIMEOUT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException(Reason.FAILED, interrupted);
    }
  }

  private RosterSpace space(String namespace) {
    Namespace known = namespaces.get(namespace);
    if (known == null) {
      throw new IllegalStateException(namespace + " has no listener");
    }
    return known.space;
  }

  private record Namespace(RosterStore store, RosterSpace space) {}
}
