package dev.parley.cluster.redis;

import java.time.Duration;

/**
 * How long leases last.
 *
 * @param life from a renewal, and how long a lease is watched before it is taken away
 * @param beat how often it is renewed, and the others' looked at
 * @param memory how long an end is remembered; longer than a node may be paused
 */
record LeaseTimes(Duration life, Duration beat, Duration memory) {
  static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofHours(1));
}
