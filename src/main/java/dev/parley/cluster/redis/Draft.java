package dev.parley.cluster.redis;

/**
 * A message as it goes into a log.
 *
 * @param message as {@link MessageCodec} wrote it
 * @param key null, or what makes it the same message
 * @param counter null unless the log numbers it
 * @param number what the log gave it before, in an earlier epoch; else 0
 * @param seen the highest number of its counter that this node has seen
 */
record Draft(byte[] message, String key, String counter, long number, long seen) {}
