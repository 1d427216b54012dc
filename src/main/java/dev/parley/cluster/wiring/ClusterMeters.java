package dev.parley.cluster.wiring;

import dev.parley.cluster.redis.ClusterCount;
import dev.parley.cluster.redis.ClusterMeter;
import dev.parley.cluster.redis.RedisBroker;
import dev.parley.cluster.redis.RedisCluster;
import dev.parley.cluster.redis.RedisNodeLeases;
import dev.parley.cluster.redis.RedisRoster;
import dev.parley.cluster.redis.RedisSessionStore;
import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Writes what happens at Redis and in the cluster to MicroProfile Metrics.
 *
 * <p>A look-up in the registry costs more than the measurement, so every meter is looked up once.
 */
final class ClusterMeters implements ClusterMeter {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final MetricRegistry registry;
  private final TimeSource time;
  private final LongestOfLate longest;
  private final Map<String, Meters> operations = new ConcurrentHashMap<>();
  private final Map<ClusterCount, Counter> counts = new EnumMap<>(ClusterCount.class);
  private final Timer latency;
  private final Timer roundTrip;

  ClusterMeters(MetricRegistry registry, TimeSource time) {
    this.registry = registry;
    this.time = time;
    this.longest = new LongestOfLate(PERIOD, time.nanoTime());
    this.latency = registry.timer(metadata(ClusterMetric.PUB_SUB_LATENCY));
    this.roundTrip = registry.timer(metadata(ClusterMetric.PUB_SUB_ROUND_TRIP));
    for (ClusterCount what : ClusterCount.values()) {
      counts.put(what, registry.counter(metadata(ClusterMetric.valueOf(what.name()))));
    }
  }

  @Override
  public void ended(String operation, Reason failure, long nanos) {
    Meters meters = operations.get(operation);
    if (meters == null) {
      meters = operations.computeIfAbsent(operation, Meters::new);
    }
    meters.count(failure);
    meters.duration.update(Duration.ofNanos(nanos));
    longest.ended(nanos, time.nanoTime());
  }

  @Override
  public void counted(ClusterCount what) {
    counts.get(what).inc();
  }

  @Override
  public void heardBack(long nanos) {
    roundTrip.update(Duration.ofNanos(nanos));
  }

  /** A message has got its place in the log. */
  void published(long nanos) {
    latency.update(Duration.ofNanos(nanos));
  }

  /** Registers what is read where it is kept; called once. */
  void watch(
      RedisCluster redis,
      RedisBroker broker,
      RedisNodeLeases leases,
      RedisRoster roster,
      RedisSessionStore sessions) {
    flag(ClusterMetric.CONNECTED, redis::isConnected);
    flag(ClusterMetric.BREAKER_OPEN, redis::isBreakerOpen);
    gauge(ClusterMetric.LONGEST_COMMAND, () -> longest.nanos(time.nanoTime()) / 1e9);
    flag(ClusterMetric.JOINED, broker::isJoined);
    flag(ClusterMetric.DEGRADED, broker::isDegraded);
    gauge(ClusterMetric.NODES_ALIVE, () -> leases.live().size());
    gauge(ClusterMetric.LEASE_AGE, () -> leases.age().toMillis() / 1_000.0);
    gauge(ClusterMetric.ROSTER_WAITING, roster::waiting);
    gauge(ClusterMetric.SESSIONS_WAITING, sessions::waiting);
    gauge(ClusterMetric.QUEUED_BYTES, broker::queuedBytes);
  }

  private void flag(ClusterMetric metric, BooleanSupplier value) {
    gauge(metric, () -> value.getAsBoolean() ? 1 : 0);
  }

  private void gauge(ClusterMetric metric, DoubleSupplier value) {
    registry.gauge(metadata(metric), value::getAsDouble);
  }

  private static Metadata metadata(ClusterMetric metric) {
    String name = metric.exportedName();
    boolean timer = metric.kind() == ClusterMetric.Kind.TIMER;
    // The exporter adds the unit of a timer to its name by itself.
    return Metadata.builder()
        .withName(timer ? name.substring(0, name.length() - "_seconds".length()) : name)
        .withDescription(metric.description())
        .withUnit(timer ? MetricUnits.SECONDS : MetricUnits.NONE)
        .build();
  }

  /** The meters of one operation, one counter for each end that a use can have. */
  private final class Meters {
    private final Counter succeeded;
    private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);
    private final Timer duration;

    Meters(String operation) {
      Tag what = new Tag(ClusterMetric.COMMANDS.tags().get(0), operation);
      String outcome = ClusterMetric.COMMANDS.tags().get(1);
      Metadata commands = metadata(ClusterMetric.COMMANDS);
      succeeded = registry.counter(commands, what, new Tag(outcome, "ok"));
      for (Reason reason : Reason.values()) {
        Tag how = new Tag(outcome, reason.name().toLowerCase(Locale.ROOT));
        failed.put(reason, registry.counter(commands, what, how));
      }
      duration = registry.timer(metadata(ClusterMetric.COMMAND_DURATION), what);
    }

    void count(Reason failure) {
      (failure == null ? succeeded : failed.get(failure)).inc();
    }
  }
}
