package dev.parley.cluster.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Which message of an idempotency key this node delivered first; the log's actor asks it.
 *
 * <p>It settles what the log cannot know: keys that a Redis lost, and messages that two nodes
 * delivered under one key while Redis was away.
 */
final class FirstsOfKeys {
  // Shorter than the log's own memory: a message that the log takes anew must not be dropped here.
  private static final Duration LIFE = Duration.ofMinutes(4);
  private static final long MOST = 50_000;

  private final Cache<String, First> firsts;

  FirstsOfKeys(TimeSource time) {
    this.firsts =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LIFE)
            .ticker(time::nanoTime)
            // Housekeeping is a few map operations; a thread switch would cost more.
            .executor(Runnable::run)
            .build();
  }

  /** The first of a key; empty for none, and for no key. */
  Optional<First> find(String key) {
    return key == null ? Optional.empty() : Optional.ofNullable(firsts.getIfPresent(key));
  }

  /** Notes a message, and where it is now; answers the first of its key, perhaps itself. */
  First note(String key, LoggedMessage logged, long number) {
    First known = firsts.getIfPresent(key);
    boolean placed = logged.position().isAfter(Position.NONE);
    if (known != null && !placed) {
      return known;
    }
    First first =
        new First(
            known == null ? logged.publisher() : known.publisher(),
            known == null ? logged.sequence() : known.sequence(),
            logged.position(),
            number);
    firsts.put(key, first);
    return first;
  }

  /**
   * The first message of a key, as this node delivered it.
   *
   * @param position where it, or another of its key, was last seen in the log
   */
  record First(String publisher, long sequence, Position position, long number) {
    boolean is(String otherPublisher, long otherSequence) {
      return sequence == otherSequence && publisher.equals(otherPublisher);
    }

    Published repeated() {
      return new Published(position, number, true);
    }
  }
}
