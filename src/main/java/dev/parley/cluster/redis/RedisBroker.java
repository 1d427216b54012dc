package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.Position;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Carries messages between nodes over ordered logs in Redis; see ADR 10.
 *
 * <p>Starts, and works for this node's own sockets, without Redis too.
 */
public final class RedisBroker implements Broker, AutoCloseable {
  private final List<String> names;
  private final RedisGuard guard;
  private final String prefix;
  private final LogLimits limits;
  private final Executor threads;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final LogCounters counters = new LogCounters();
  // New at each start: sequence numbers begin anew too.
  private final String publisher = RandomId.next();
  private volatile Map<String, LogActor> logs;

  /**
   * @param names every log there is; each node of a cluster listens to all of them
   * @param threads runs the receiver too; its threads are never blocked from here
   */
  RedisBroker(
      List<String> names,
      RedisGuard guard,
      String prefix,
      LogLimits limits,
      Executor threads,
      Scheduler scheduler,
      TimeSource time) {
    this.names = List.copyOf(names);
    this.guard = guard;
    this.prefix = prefix;
    this.limits = limits;
    this.threads = threads;
    this.scheduler = scheduler;
    this.time = time;
  }

  @Override
  public synchronized void subscribe(Receiver receiver) {
    if (logs != null) {
      throw new IllegalStateException("the broker has its receiver already");
    }
    logs =
        names.stream()
            .collect(
                Collectors.toUnmodifiableMap(Function.identity(), name -> actor(name, receiver)));
    logs.values().forEach(LogActor::start);
  }

  @Override
  public CompletionStage<Position> publish(ClusterMessage message) {
    Map<String, LogActor> known = Objects.requireNonNull(logs, "publish before subscribe");
    LogActor log = known.get(message.log());
    if (log == null) {
      throw new IllegalArgumentException("There is no log " + message.log());
    }
    return log.publish(MessageCodec.write(message));
  }

  /** Whether some log is served by this node alone, because Redis is away. */
  public boolean isDegraded() {
    Map<String, LogActor> known = logs;
    return known != null && known.values().stream().anyMatch(LogActor::isDegraded);
  }

  /** Whether every log has been reached once, so that what others publish arrives here. */
  public boolean isJoined() {
    Map<String, LogActor> known = logs;
    return known != null && known.values().stream().allMatch(LogActor::isJoined);
  }

  LogCounters counters() {
    return counters;
  }

  /** Stops; what still waits for Redis is refused. Returns at once. */
  @Override
  public void close() {
    Map<String, LogActor> known = logs;
    if (known != null) {
      known.values().forEach(LogActor::close);
    }
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
