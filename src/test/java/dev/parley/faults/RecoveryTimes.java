package dev.parley.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long clients had to wait for the first message that was said after a fault.
 *
 * @param sorted shortest first, one of each client that got one
 * @param missing affected clients that never got one
 */
record RecoveryTimes(List<Duration> sorted, Set<String> missing) {
  RecoveryTimes {
    sorted = sorted.stream().sorted().toList();
    missing = Set.copyOf(missing);
  }

  /**
   * Reads them from what was seen.
   *
   * @param affected the clients that the fault hit
   * @param from the fault, or its end, by {@link System#nanoTime}
   */
  static RecoveryTimes of(Collection<Sighting> sightings, Set<String> affected, long from) {
    Map<String, Long> starts = new HashMap<>();
    affected.forEach(client -> starts.put(client, from));
    return read(sightings, affected, starts);
  }

  /** The same, from the moment at which each client lost its connection, at the fault or later. */
  static RecoveryTimes ofLosses(Collection<Sighting> sightings, Set<String> affected, long from) {
    Map<String, Long> losses = new HashMap<>();
    for (Sighting sighting : sightings) {
      if (sighting instanceof Sighting.Disconnected && sighting.nanos() >= from) {
        losses.merge(sighting.client(), sighting.nanos(), Math::min);
      }
    }
    return read(sightings, affected, losses);
  }

  private static RecoveryTimes read(
      Collection<Sighting> sightings, Set<String> affected, Map<String, Long> starts) {
    Map<String, Long> saidAt = new HashMap<>();
    Map<String, Long> first = new HashMap<>();
    for (Sighting sighting : sightings) {
      if (sighting instanceof Sighting.Sent sent) {
        saidAt.putIfAbsent(sent.tempId(), sent.nanos());
      }
    }
    for (Sighting sighting : sightings) {
      if (sighting instanceof Sighting.Received receipt && affected.contains(receipt.client())) {
        Long start = starts.get(receipt.client());
        if (start != null && saidAt.getOrDefault(receipt.tempId(), Long.MIN_VALUE) >= start) {
          first.merge(receipt.client(), receipt.nanos() - start, Math::min);
        }
      }
    }
    Set<String> missing = new HashSet<>(affected);
    missing.removeAll(first.keySet());
    return new RecoveryTimes(first.values().stream().map(Duration::ofNanos).toList(), missing);
  }

  /** Those of both. */
  RecoveryTimes and(RecoveryTimes other) {
    List<Duration> all = new ArrayList<>(sorted);
    all.addAll(other.sorted);
    Set<String> none = new HashSet<>(missing);
    none.addAll(other.missing);
    return new RecoveryTimes(all, none);
  }

  /** The smallest time that so much of a hundred stay within; zero when there is none. */
  Duration percentile(int percent) {
    if (sorted.isEmpty()) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
