package dev.parley.cluster.redis;

import java.time.Duration;

/**
 * The bounds of a log and of what a node keeps for it.
 *
 * @param window how long a node can publish again what it published
 * @param windowBytes the same in bytes; the older ones go first
 * @param queueBytes what may wait to be written; beyond it publishers are refused
 * @param entries how many the log in Redis keeps, about
 * @param bytes what the log in Redis takes, about; a few hundred of the newest entries stay anyway
 * @param life how long the keys outlive the last node
 * @param checkEvery how often a node compares its position with the log's
 * @param probeEvery how long a channel may be silent before a probe is sent
 */
public record LogLimits(
    Duration window,
    long windowBytes,
    long queueBytes,
    int entries,
    long bytes,
    Duration life,
    Duration checkEvery,
    Duration probeEvery) {
  static final LogLimits DEFAULT =
      new LogLimits(
          Duration.ofMinutes(2),
          32 << 20,
          8 << 20,
          100_000,
          256 << 20,
          Duration.ofHours(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5));

  /** The usual periods, with these bounds. */
  public static LogLimits of(
      int entries, long bytes, Duration window, long windowBytes, long queueBytes) {
    return new LogLimits(
        window,
        windowBytes,
        queueBytes,
        entries,
        bytes,
        DEFAULT.life,
        DEFAULT.checkEvery,
        DEFAULT.probeEvery);
  }
}
