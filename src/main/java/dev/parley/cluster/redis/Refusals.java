package dev.parley.cluster.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Counters that are known to be full, and until when.
 *
 * <p>Exact, not a guess: a window that is full stays so until its oldest permit leaves it, and only
 * time takes permits away. Bounded; what it forgets costs a call.
 */
final class Refusals {
  private static final long MOST = 100_000;

  private final TimeSource time;
  private final Cache<String, Long> freeAt;

  Refusals(TimeSource time) {
    this.time = time;
    this.freeAt =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(
                Expiry.<String, Long>writing(
                    (counter, free) -> Duration.ofNanos(Math.max(0, free - time.nanoTime()))))
            .ticker(time::nanoTime)
            // Housekeeping is a few map operations; a thread switch would cost more.
            .executor(Runnable::run)
            .build();
  }

  /** How long the counter is full yet; empty when nobody knows. */
  Optional<Duration> waitOf(String counter) {
    Long free = freeAt.getIfPresent(counter);
    if (free == null) {
      return Optional.empty();
    }
    long left = free - time.nanoTime();
    return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
  }

  void remember(String counter, Duration wait) {
    freeAt.put(counter, time.nanoTime() + wait.toNanos());
  }
}
