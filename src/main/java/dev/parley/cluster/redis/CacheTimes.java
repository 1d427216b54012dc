package dev.parley.cluster.redis;

import java.time.Duration;

/**
 * How long entries of the caches live, and for how long they are believed.
 *
 * @param user what is known of a user, from the last write
 * @param socket whose a socket is, from the last write
 * @param fresh how old what is known of a user may be, by the clock of Redis, to be taken for an
 *     answer
 */
record CacheTimes(Duration user, Duration socket, Duration fresh) {
  static final CacheTimes DEFAULT =
      new CacheTimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(5));
}
