package dev.parley.cluster.memory;

import dev.parley.cluster.api.RateLimiter.Limit;
import java.util.Arrays;

/** When the permits of the last window were taken, oldest first, in a ring that grows on demand. */
final class SlidingWindow {
  private static final int FIRST_SIZE = 8;

  private final int permits;
  private final long windowNanos;
  private long[] taken;
  private int oldest;
  private int count;

  SlidingWindow(Limit limit) {
    this.permits = limit.permits();
    this.windowNanos = limit.window().toNanos();
    this.taken = new long[Math.min(permits, FIRST_SIZE)];
  }

  /**
   * Takes a permit: 0 when granted, else the nanoseconds until the oldest one leaves the window.
   */
  synchronized long tryAcquire(long now) {
    while (count > 0 && now - taken[oldest] >= windowNanos) {
      oldest = (oldest + 1) % taken.length;
      count--;
    }
    if (count == permits) {
      return windowNanos - (now - taken[oldest]);
    }
    if (count == taken.length) {
      grow();
    }
    taken[(oldest + count) % taken.length] = now;
    count++;
    return 0;
  }

  private void grow() {
    long[] larger = Arrays.copyOf(taken, (int) Math.min(permits, taken.length * 2L));
    System.arraycopy(taken, oldest, larger, 0, taken.length - oldest);
    System.arraycopy(taken, 0, larger, taken.length - oldest, oldest);
    taken = larger;
    oldest = 0;
  }
}
