package dev.parley.cluster.redis;

import java.time.Duration;

/**
 * How a node reaches Redis.
 *
 * @param url {@code redis://host:port}, or {@code rediss://} for TLS
 * @param password empty for none
 * @param timeout how long one use may take, all in all; under half a second, which is what callers
 *     are promised
 * @param prefix what every key begins with
 */
public record RedisSettings(String url, String password, Duration timeout, String prefix) {
  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "RedisSettings[" + url + ", " + timeout + ", " + prefix + "]";
  }
}
