package dev.parley.gateway.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first event of each key that the logs brought lately, from whatever node.
 *
 * <p>Bounded in bytes and in age, which is at least what the log itself remembers. Safe on any
 * thread, never blocks.
 */
final class KeyedEvents {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final long MAX_BYTES = 32L * 1_024 * 1_024;
  private static final int OBJECTS_BYTES = 256;

  private final Cache<Key, First> known;
  private final Map<Key, CompletableFuture<First>> awaited = new ConcurrentHashMap<>();

  KeyedEvents(TimeSource time) {
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((Key key, First first) -> OBJECTS_BYTES + 2 * first.arguments().length())
            .expireAfterWrite(REMEMBERED)
            .ticker(time::nanoTime)
            // Housekeeping is a few map operations; a thread switch would cost more.
            .executor(Runnable::run)
            .build();
  }

  /** Takes what a log brought; all kinds count. */
  void note(LoggedMessage logged) {
    if (!(logged.message() instanceof RoomEvent event) || event.key() == null) {
      return;
    }
    Key key = new Key(event.namespace(), event.key());
    First first =
        new First(
            event.numberedArguments(),
            event.numbering() == null ? 0 : event.numbering().number(),
            logged.position().equals(Position.NONE));
    // One that has its place in the log settles what this node had alone.
    First kept =
        known
            .asMap()
            .merge(key, first, (before, now) -> before.pending() && !now.pending() ? now : before);
    CompletableFuture<First> waiting = awaited.remove(key);
    if (waiting != null) {
      waiting.complete(kept);
    }
  }

  Optional<First> find(String log, String key) {
    return Optional.ofNullable(known.getIfPresent(new Key(log, key)));
  }

  /** Completes when the first of a key has come; {@link #giveUp} ends the waiting. */
  CompletableFuture<First> await(String log, String key) {
    Key wanted = new Key(log, key);
    CompletableFuture<First> waiting =
        awaited.computeIfAbsent(wanted, absent -> new CompletableFuture<>());
    First first = known.getIfPresent(wanted);
    if (first != null) {
      awaited.remove(wanted, waiting);
      waiting.complete(first);
    }
    return waiting;
  }

  /** Nobody waits for it any more. */
  void giveUp(String log, String key) {
    awaited.remove(new Key(log, key));
  }

  /**
   * An event that stands for all of its key.
   *
   * @param number 0 when it has none
   * @param pending whether no log has it yet
   */
  record First(String arguments, long number, boolean pending) {}

  private record Key(String log, String key) {}
}
