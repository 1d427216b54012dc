package dev.parley.cluster.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a node reaches Redis.
 *
 * @param authorities PEM certificates of those who sign a server's; empty for the JVM's own
 * @param timeout how long one use may take, all in all; under half a second, which is what callers
 *     are promised
 * @param prefix what every key begins with
 * @param connections how many commands may be under way at the same time, at each server
 */
public record RedisSettings(
    RedisPlace place,
    RedisLogin login,
    Optional<Path> authorities,
    Duration timeout,
    String prefix,
    int connections) {
  private static final int CONNECTIONS = 16;

  /** One server without TLS. */
  public RedisSettings(String url, String password, Duration timeout, String prefix) {
    this(
        new RedisPlace.Single(url),
        new RedisLogin("", password, ""),
        Optional.empty(),
        timeout,
        prefix,
        CONNECTIONS);
  }
}
