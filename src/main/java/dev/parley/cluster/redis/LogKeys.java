package dev.parley.cluster.redis;

import java.util.List;

/**
 * What a log is called in Redis; the hash tag keeps it on one node of a Redis Cluster.
 *
 * @param keys head, log and publishers, in the order in which the scripts take them
 */
record LogKeys(List<Object> keys, String channel) {
  static LogKeys of(String prefix, String log) {
    String base = prefix + ":{" + log + "}:";
    return new LogKeys(List.of(base + "head", base + "log", base + "pubs"), base + "topic");
  }
}
