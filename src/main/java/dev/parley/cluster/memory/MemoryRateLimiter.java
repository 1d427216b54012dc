package dev.parley.cluster.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Sliding windows in memory, exact to the nanosecond.
 *
 * <p>A counter remembers when each permit of its window was taken: eight bytes a permit, never more
 * than the limit allows. One that nobody asked for during a whole window is dropped.
 */
public final class MemoryRateLimiter implements RateLimiter {
  private final TimeSource time;
  private final Cache<Key, SlidingWindow> windows;

  public MemoryRateLimiter(TimeSource time) {
    this.time = time;
    this.windows =
        Caffeine.newBuilder()
            .expireAfter(
                Expiry.<Key, SlidingWindow>accessing((key, window) -> key.limit().window()))
            .ticker(time::nanoTime)
            // Housekeeping is a few map operations; a thread switch would cost more.
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Optional<Duration> tryAcquire(Limit limit, String subject) {
    SlidingWindow window =
        windows.get(new Key(limit, subject), key -> new SlidingWindow(key.limit()));
    long waitNanos = window.tryAcquire(time.nanoTime());
    return waitNanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(waitNanos));
  }

  /** Counters held now; those that idled for a window are gone. */
  long counters() {
    windows.cleanUp();
    return windows.estimatedSize();
  }

  private record Key(Limit limit, String subject) {}
}
