package dev.parley.cluster.redis;

import java.time.Duration;

/**
 * The periods of a session store.
 *
 * @param window how long a session outlives its connection
 * @param life of the record of a connection that lives; longer than a refresh
 * @param refresh how often such a record is written again
 * @param retry how long nothing is sent after a call that failed
 * @param late how long after an end a write may still come late
 */
record SessionTimes(
    Duration window, Duration life, Duration refresh, Duration retry, Duration late) {
  static SessionTimes of(Duration window) {
    Duration refresh = Duration.ofSeconds(100);
    return new SessionTimes(
        window,
        window.plus(refresh.multipliedBy(2)),
        refresh,
        Duration.ofMillis(250),
        Duration.ofMinutes(1));
  }
}
