package dev.parley.identity;

import dev.parley.cluster.api.Places;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each subject up to a cap, over all nodes; safe on any thread.
 *
 * <p>A connection that is acquired several times (its namespaces) counts once, and until it was
 * released as often. A subject without connections takes no memory.
 */
final class ConnectionCounter {
  // Most users have one connection or two.
  private static final int FEW = 2;

  private final Map<String, Map<String, Integer>> connections = new ConcurrentHashMap<>();
  private final Places places;
  private final String kind;
  private final int cap;

  /**
   * @param kind tells this count from others
   */
  ConnectionCounter(Places places, String kind, int cap) {
    this.places = places;
    this.kind = kind;
    this.cap = cap;
  }

  /** Takes a place; false, and nothing taken, when all are. May block for half a second. */
  boolean acquire(String subject, String connectionId) {
    if (again(subject, connectionId)) {
      return true;
    }
    if (!places.take(kind, subject, cap)) {
      return false;
    }
    if (!hold(subject, connectionId)) {
      // The same connection took one at the same moment.
      places.give(kind, subject);
    }
    return true;
  }

  /** Gives a place back; one that was never taken is no error. Never blocks. */
  void release(String subject, String connectionId) {
    boolean[] last = new boolean[1];
    connections.computeIfPresent(
        subject,
        (key, held) -> {
          Integer times = held.get(connectionId);
          last[0] = times != null && times == 1;
          held.computeIfPresent(connectionId, (id, n) -> n == 1 ? null : n - 1);
          return held.isEmpty() ? null : held;
        });
    if (last[0]) {
      places.give(kind, subject);
    }
  }

  int subjects() {
    return connections.size();
  }

  private boolean again(String subject, String connectionId) {
    boolean[] known = new boolean[1];
    connections.computeIfPresent(
        subject,
        (key, held) -> {
          known[0] = held.computeIfPresent(connectionId, (id, times) -> times + 1) != null;
          return held;
        });
    return known[0];
  }

  /** Whether the connection was not there before. */
  private boolean hold(String subject, String connectionId) {
    boolean[] isFirst = new boolean[1];
    connections.compute(
        subject,
        (key, held) -> {
          Map<String, Integer> places = held == null ? new HashMap<>(FEW) : held;
          isFirst[0] = places.merge(connectionId, 1, Integer::sum) == 1;
          return places;
        });
    return isFirst[0];
  }
}
