package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.LogNames;
import dev.parley.cluster.api.Published;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Carries messages between nodes over ordered logs in Redis; see ADR 10.
 *
 * <p>Starts, and works for this node's own sockets, without Redis too.
 */
public final class RedisBroker implements Broker, AutoCloseable {
  private final LogNames names;
  private final RedisGuard guard;
  private final String prefix;
  private final LogLimits limits;
  private final Executor threads;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final LogCounters counters;
  // New at each start: sequence numbers begin anew too.
  private final String publisher = RandomId.next();
  private volatile Map<String, LogActor> logs;

  /**
   * @param names asked when the receiver is set; each node of a cluster listens to all of them
   * @param threads runs the receiver too; its threads are never blocked from here
   */
  RedisBroker(
      LogNames names,
      RedisGuard guard,
      String prefix,
      LogLimits limits,
      Executor threads,
      Scheduler scheduler,
      TimeSource time,
      ClusterMeter meter) {
    this.names = names;
    this.guard = guard;
    this.prefix = prefix;
    this.limits = limits;
    this.threads = threads;
    this.scheduler = scheduler;
    this.time = time;
    this.counters = new LogCounters(meter);
  }

  @Override
  public synchronized void subscribe(Receiver receiver) {
    if (logs != null) {
      throw new IllegalStateException("the broker has its receiver already");
    }
    logs =
        names.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(Function.identity(), name -> actor(name, receiver)));
    logs.values().forEach(LogActor::start);
  }

  @Override
  public CompletionStage<Published> publish(ClusterMessage message) {
    Map<String, LogActor> known = Objects.requireNonNull(logs, "publish before subscribe");
    LogActor log = known.get(message.log());
    if (log == null) {
      throw new IllegalArgumentException("There is no log " + message.log());
    }
    return log.publish(message);
  }

  @Override
  public CompletionStage<Void> flush() {
    Map<String, LogActor> known = Objects.requireNonNull(logs, "flush before subscribe");
    return all(known, LogActor::flush);
  }

  /** Whether some log is served by this node alone. */
  public boolean isDegraded() {
    Map<String, LogActor> known = logs;
    return known != null && known.values().stream().anyMatch(LogActor::isDegraded);
  }

  /** Whether every log has been reached once, and what it held has been handed on. */
  public boolean isJoined() {
    Map<String, LogActor> known = logs;
    return known != null && known.values().stream().allMatch(LogActor::isJoined);
  }

  /** Bytes of messages that wait to be written. */
  public long queuedBytes() {
    Map<String, LogActor> known = logs;
    return known == null ? 0 : known.values().stream().mapToLong(LogActor::queuedBytes).sum();
  }

  LogCounters counters() {
    return counters;
  }

  /**
   * Stops. What still waits for Redis is tried once more, then refused; blocks for a second at
   * most.
   */
  @Override
  public void close() {
    Map<String, LogActor> known = logs;
    if (known != null) {
      all(known, LogActor::close).completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
    }
  }

  private static CompletableFuture<Void> all(
      Map<String, LogActor> logs, Function<LogActor, CompletableFuture<Void>> ask) {
    return CompletableFuture.allOf(
        logs.values().stream().map(ask).toArray(CompletableFuture[]::new));
  }

  private LogActor actor(String name, Receiver receiver) {
    return new LogActor(
        name,
        publisher,
        guard,
        LogKeys.of(prefix, name),
        limits,
        threads,
        scheduler,
        time,
        counters,
        receiver);
  }
}
