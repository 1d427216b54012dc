package dev.parley.cluster.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.cluster.api.Broker.Receiver;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One log of one node: places, numbers and keys, and nothing kept but those.
 *
 * <p>Whoever adds to an idle log delivers for all who add to it meanwhile, so no publisher waits
 * for another and no lock is held while the receiver runs.
 */
final class MemoryLog {
  private static final Logger LOG = System.getLogger(MemoryLog.class.getName());
  private static final Duration KEY_LIFE = Duration.ofMinutes(5);
  private static final long MAX_KEYS = 100_000;

  private final long epoch;
  private final String publisher;
  private final Receiver receiver;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  // Tasks that were added and have not run; whoever raises it from zero runs them.
  private final AtomicInteger pending = new AtomicInteger();
  private final Cache<String, Published> keys;
  private final Map<String, Long> counters = new HashMap<>();
  private long offset;

  MemoryLog(long epoch, String publisher, Receiver receiver, TimeSource time) {
    this.epoch = epoch;
    this.publisher = publisher;
    this.receiver = receiver;
    this.keys =
        Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterWrite(KEY_LIFE)
            .ticker(time::nanoTime)
            // Housekeeping is a few map operations; a thread switch would cost more.
            .executor(Runnable::run)
            .build();
  }

  /** Delivers a message, unless the log had one of its key; on whoever's thread is at it. */
  CompletableFuture<Published> add(ClusterMessage message) {
    CompletableFuture<Published> stage = new CompletableFuture<>();
    run(() -> take(message, stage));
    return stage;
  }

  /** Completes after all that was added before. */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    run(() -> stage.complete(null));
    return stage;
  }

  private void run(Runnable task) {
    waiting.add(task);
    if (pending.getAndIncrement() == 0) {
      do {
        waiting.remove().run();
      } while (pending.decrementAndGet() > 0);
    }
  }

  private void take(ClusterMessage message, CompletableFuture<Published> stage) {
    try {
      stage.complete(publish(message));
    } catch (Throwable bug) {
      // An Error, too: leaving here with it would leave the log to nobody, for ever.
      LOG.log(Level.ERROR, "A cluster message was not published", bug);
      stage.completeExceptionally(bug);
    }
  }

  private Published publish(ClusterMessage message) {
    if (!(message instanceof RoomEvent event)) {
      return deliver(message, 0);
    }
    Published first = event.key() == null ? null : keys.getIfPresent(event.key());
    if (first != null) {
      return new Published(first.position(), first.number(), true);
    }
    long number =
        event.numbering() == null ? 0 : counters.merge(event.numbering().counter(), 1L, Long::sum);
    Published published = deliver(number == 0 ? event : event.numbered(number), number);
    if (event.key() != null) {
      keys.put(event.key(), published);
    }
    return published;
  }

  private Published deliver(ClusterMessage message, long number) {
    offset++;
    Position position = new Position(epoch, offset);
    try {
      receiver.receive(
          new LoggedMessage(message, position, publisher, offset, LoggedMessage.Kind.NEW));
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "A cluster message was not delivered", bug);
    }
    return new Published(position, number, false);
  }
}
