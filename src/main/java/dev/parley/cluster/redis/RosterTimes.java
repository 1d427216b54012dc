package dev.parley.cluster.redis;

import java.time.Duration;

/**
 * The periods of a roster.
 *
 * @param settle how long a change waits for the next one of that user
 * @param retry how long nothing is sent after a call that failed
 * @param refresh how often what did not change is written again
 * @param life of what is not written again; longer than a refresh and a grace
 * @param online how long users stay online after the last write of any node. Longer than a life and
 *     a grace: a node that has users writes oftener. Shorter than a dead node is remembered ({@link
 *     LeaseTimes#memory}): whoever is online still has somebody to clean up after them.
 * @param index how long it is kept which users a node had, from its last write. Longer than {@code
 *     online} and a refresh, so that nobody is online whom no index names; and long enough for the
 *     last moment in which a dead node is remembered.
 * @param noted how often it is noted again whose a socket is
 * @param lastSeen how long it is remembered when a user went
 */
record RosterTimes(
    Duration settle,
    Duration retry,
    Duration refresh,
    Duration life,
    Duration online,
    Duration index,
    Duration noted,
    Duration lastSeen) {
  static final RosterTimes DEFAULT =
      new RosterTimes(
          Duration.ofMillis(20),
          Duration.ofMillis(250),
          Duration.ofSeconds(100),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofMinutes(30),
          Duration.ofDays(7));
}
