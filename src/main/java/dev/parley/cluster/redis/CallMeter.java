package dev.parley.cluster.redis;

/** Told of every use of Redis; the hook for metrics. Must not block or throw. */
@FunctionalInterface
public interface CallMeter {
  /**
   * A call has ended.
   *
   * @param operation a word of a small closed set, fit for a metric's tag
   * @param failure null when it succeeded
   */
  void ended(String operation, RedisUnavailableException.Reason failure, long nanos);
}
