package dev.parley.cluster.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
final class CountingMeter implements ClusterMeter {
  final List<Long> roundTrips = new CopyOnWriteArrayList<>();
  final List<String> failures = new CopyOnWriteArrayList<>();
  private final Map<ClusterCount, Integer> counts = new ConcurrentHashMap<>();

  @Override
  public void ended(String operation, RedisUnavailableException.Reason failure, long nanos) {
    if (failure != null) {
      failures.add(operation + " " + failure);
    }
  }

  @Override
  public void counted(ClusterCount what) {
    counts.merge(what, 1, Integer::sum);
  }

  @Override
  public void heardBack(long nanos) {
    roundTrips.add(nanos);
  }

  int count(ClusterCount what) {
    return counts.getOrDefault(what, 0);
  }
}
