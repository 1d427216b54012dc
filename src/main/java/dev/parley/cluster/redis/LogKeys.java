package dev.parley.cluster.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a log is called in Redis; the hash tag keeps it on one node of a Redis Cluster.
 *
 * @param base what the names of the log's keys begin with
 */
record LogKeys(String base) {
  static LogKeys of(String prefix, String log) {
    return new LogKeys(prefix + ":{" + log + "}:");
  }

  String channel() {
    return base + "topic";
  }

  /** Head, log and publishers. */
  List<Object> log() {
    return List.of(base + "head", base + "log", base + "pubs");
  }

  List<Object> entries() {
    return List.of(base + "log");
  }

  /** What {@code append.lua} takes: with the numbers, and the idempotency keys of a batch. */
  List<Object> append(List<Draft> batch) {
    List<Object> keys = new ArrayList<>(log());
    keys.add(base + "numbers");
    batch.stream()
        .map(Draft::key)
        .filter(Objects::nonNull)
        .forEach(key -> keys.add(base + "key:" + key));
    return keys;
  }
}
