package dev.parley.cluster.memory;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.Published;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.TimeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Carries messages to the one hub of this node, on the thread of whoever publishes.
 *
 * <p>Its logs begin a new epoch at each start and keep no messages. The receiver must not block;
 * what it throws is logged and costs only that message.
 */
public final class MemoryBroker implements Broker {
  private final TimeSource time;
  private final long epoch;
  private final String publisher = RandomId.next();
  private final Map<String, MemoryLog> logs = new ConcurrentHashMap<>();
  private final AtomicReference<Receiver> receiver = new AtomicReference<>();

  public MemoryBroker() {
    this(TimeSource.system());
  }

  public MemoryBroker(TimeSource time) {
    this.time = time;
    this.epoch = ChronoUnit.MICROS.between(Instant.EPOCH, time.now());
  }

  @Override
  public CompletionStage<Published> publish(ClusterMessage message) {
    Receiver target = Objects.requireNonNull(receiver.get(), "publish before subscribe");
    return logs.computeIfAbsent(
            message.log(), name -> new MemoryLog(epoch, publisher, target, time))
        .add(message);
  }

  @Override
  public void subscribe(Receiver subscriber) {
    if (!receiver.compareAndSet(null, subscriber)) {
      throw new IllegalStateException("the broker has its receiver already");
    }
  }

  @Override
  public CompletionStage<Void> flush() {
    return CompletableFuture.allOf(
        logs.values().stream().map(MemoryLog::flush).toArray(CompletableFuture[]::new));
  }
}
