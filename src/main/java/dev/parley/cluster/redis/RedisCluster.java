package dev.parley.cluster.redis;

import dev.parley.cluster.api.LogNames;
import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.api.StandingRooms;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One node's connection to Redis, and the cluster ports over it.
 *
 * <p>Made at once, connected when Redis can be reached.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int BREAKER_FAILURES = 3;
  private static final Duration BREAKER_DELAY = Duration.ofSeconds(1);

  private final JCaches caches;
  private final RedisSettings settings;
  private final RedisConnection connection;
  private final Breaker breaker;
  private final ClusterMeter meter;
  private final RedisGuard guard;
  private final Executor threads;
  private final Scheduler scheduler;
  private final TimeSource time;

  private RedisCluster(
      RedisSettings settings,
      Breaker breaker,
      ClusterMeter meter,
      Executor threads,
      Scheduler scheduler,
      TimeSource time) {
    this.settings = settings;
    this.threads = threads;
    this.scheduler = scheduler;
    this.time = time;
    this.caches = new JCaches();
    this.connection =
        new RedisConnection(
            new RedisClientConfig(settings)::make, threads, scheduler, time, settings.timeout());
    this.breaker = breaker;
    this.meter = meter;
    this.guard = new RedisGuard(connection, breaker, scheduler, time, settings.timeout(), meter);
  }

  /** Begins to connect, with a breaker that counts and without metrics; returns at once. */
  public static RedisCluster connect(
      RedisSettings settings, Executor threads, Scheduler scheduler, TimeSource time) {
    return connect(
        settings,
        new CountingBreaker(time, BREAKER_FAILURES, BREAKER_DELAY),
        ClusterMeter.NONE,
        threads,
        scheduler,
        time);
  }

  /**
   * Begins to connect; returns at once.
   *
   * @param threads at least two; one is blocked while a connection is tried
   */
  public static RedisCluster connect(
      RedisSettings settings,
      Breaker breaker,
      ClusterMeter meter,
      Executor threads,
      Scheduler scheduler,
      TimeSource time) {
    RedisCluster cluster = new RedisCluster(settings, breaker, meter, threads, scheduler, time);
    cluster.connection.start();
    return cluster;
  }

  /**
   * A broker of its own incarnation.
   *
   * @param logs every log of the cluster
   */
  public RedisBroker broker(List<String> logs) {
    return broker(() -> logs, LogLimits.DEFAULT);
  }

  RedisBroker broker(List<String> logs, LogLimits limits) {
    return broker(() -> logs, limits);
  }

  /**
   * A broker of its own incarnation.
   *
   * @param logs every log of the cluster; asked when the broker gets its receiver
   */
  public RedisBroker broker(LogNames logs, LogLimits limits) {
    return new RedisBroker(logs, guard, settings.prefix(), limits, threads, scheduler, time, meter);
  }

  /**
   * Limits shared by all nodes.
   *
   * @param local counts what fails open while Redis is away
   */
  public RateLimiter limiter(RateLimiter local) {
    return new RedisRateLimiter(guard, settings.prefix(), local, scheduler, time, meter);
  }

  /**
   * Who is where.
   *
   * @param node what this node is called
   * @param sockets kept at how many sockets this node has put in
   */
  public RedisRoster roster(String node, NodeLeases leases, AtomicLong sockets) {
    return new RedisRoster(
        guard,
        settings.prefix(),
        node,
        RosterTimes.DEFAULT,
        leases,
        this::mirror,
        sockets,
        threads,
        scheduler,
        time);
  }

  private RosterMirror mirror(RosterKeys keys, RedisClock clock) {
    return new CachedRoster(guard, caches, keys, CacheTimes.DEFAULT, clock, scheduler);
  }

  /**
   * Sessions that any node may take up again.
   *
   * @param window how long they outlive their connection
   */
  public RedisSessionStore sessions(Duration window) {
    return new RedisSessionStore(
        new SessionRecords(guard, settings.prefix()), SessionTimes.of(window), scheduler, time);
  }

  /**
   * Rooms that a user's sockets are in everywhere.
   *
   * @param local what this node knows, for when Redis is away
   */
  public StandingRooms standingRooms(StandingRooms local) {
    return new RedisStandingRooms(guard, settings.prefix(), local, scheduler);
  }

  /** Places that all nodes share. */
  public RedisPlaces places(NodeLeases leases) {
    return new RedisPlaces(guard, settings.prefix(), leases, scheduler, time);
  }

  /** The leases of the nodes; to be started when all listeners are set. */
  public RedisNodeLeases leases(NodeSelf self) {
    return leases(self, LeaseTimes.DEFAULT);
  }

  RedisNodeLeases leases(NodeSelf self, LeaseTimes times) {
    LeaseStore store = new LeaseStore(guard, settings.prefix(), times);
    return new RedisNodeLeases(store, times, self, threads, scheduler, time, meter);
  }

  /** Revocations that all nodes remember. */
  public Revocations revocations() {
    return new RedisRevocations(guard, settings.prefix(), Revocations.MOST, scheduler, time);
  }

  RedisGuard guard() {
    return guard;
  }

  /** Whether calls reach Redis, as far as the last ones tell. */
  public boolean isConnected() {
    return connection.get().isPresent() && !breaker.isOpen();
  }

  /** Whether calls are kept away from Redis for now. */
  public boolean isBreakerOpen() {
    return breaker.isOpen();
  }

  /** Closes the connection; close the brokers before. Blocks for a second or so. */
  @Override
  public void close() {
    connection.close();
  }
}
