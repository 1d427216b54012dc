package dev.parley.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each subject up to a cap; safe on any thread, never blocks for long.
 *
 * <p>A connection that is acquired several times (its namespaces) counts once, and until it was
 * released as often. A subject without connections takes no memory.
 */
final class ConnectionCounter {
  private final Map<String, Map<String, Integer>> connections = new ConcurrentHashMap<>();
  private final int cap;

  ConnectionCounter(int cap) {
    this.cap = cap;
  }

  /** Takes a place; false, and nothing taken, when all are. */
  boolean acquire(String subject, String connectionId) {
    boolean[] granted = {true};
    connections.compute(
        subject,
        (key, held) -> {
          Map<String, Integer> places = held == null ? new HashMap<>() : held;
          if (places.size() >= cap && !places.containsKey(connectionId)) {
            granted[0] = false;
          } else {
            places.merge(connectionId, 1, Integer::sum);
          }
          return places;
        });
    return granted[0];
  }

  /** Gives a place back; one that was never taken is no error. */
  void release(String subject, String connectionId) {
    connections.computeIfPresent(
        subject,
        (key, held) -> {
          held.computeIfPresent(connectionId, (id, times) -> times == 1 ? null : times - 1);
          return held.isEmpty() ? null : held;
        });
  }

  int subjects() {
    return connections.size();
  }
}
