package dev.parley.cluster.redis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest number that this node has seen of each counter, so that a Redis that lost its own
 * goes on above it. Used by one thread at a time.
 */
final class HighestNumbers {
  private static final int MOST = 10_000;

  // Those that have been idle for longest drop out.
  private final Map<String, Long> numbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  void see(String counter, long number) {
    if (number > 0) {
      numbers.merge(counter, number, Math::max);
    }
  }

  /** 0 for a counter that was never seen, or null. */
  long of(String counter) {
    return counter == null ? 0 : numbers.getOrDefault(counter, 0L);
  }
}
