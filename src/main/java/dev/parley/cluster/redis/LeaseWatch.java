package dev.parley.cluster.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whose lease may be taken away, so that a fault of Redis or of the watcher kills nobody.
 *
 * <p>A lease has to have run out by the clock of Redis, and to have been seen unchanged for a whole
 * life by the watcher's own stopwatch, in beats without a break. After an outage of Redis, a jump
 * of its clock, or a pause of the watcher, everybody has a whole life again. For one thread.
 */
final class LeaseWatch {
  // A beat that fails takes most of a second, and may come late on a busy machine.
  private static final int BEATS_OF_A_BREAK = 3;

  private final long lifeNanos;
  private final long breakNanos;
  private final Map<String, Seen> seen = new HashMap<>();
  private long lastNanos;

  LeaseWatch(LeaseTimes times) {
    this.lifeNanos = times.life().toNanos();
    this.breakNanos = times.beat().toNanos() * BEATS_OF_A_BREAK;
  }

  /**
   * Takes what a beat has seen.
   *
   * @return the leases that may be taken away
   */
  List<Lease> look(List<Lease> leases, long nowNanos) {
    if (nowNanos - lastNanos > breakNanos) {
      forget();
    }
    lastNanos = nowNanos;
    Map<String, Seen> before = Map.copyOf(seen);
    seen.clear();
    for (Lease lease : leases) {
      Seen last = before.get(lease.incarnation());
      boolean same = last != null && last.expiry() == lease.expiry();
      seen.put(lease.incarnation(), same ? last : new Seen(lease.expiry(), nowNanos));
    }
    return leases.stream()
        .filter(lease -> !lease.runs())
        .filter(lease -> nowNanos - seen.get(lease.incarnation()).sinceNanos() >= lifeNanos)
        .toList();
  }

  /** A beat failed: what was seen says nothing any more. */
  void forget() {
    seen.clear();
  }

  private record Seen(long expiry, long sinceNanos) {}
}
