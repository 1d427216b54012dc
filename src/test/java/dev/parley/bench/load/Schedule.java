package dev.parley.bench.load;

/**
 * When each of many things is due: evenly, from a start on, whatever became of those before.
 *
 * @param startNanos {@link System#nanoTime} of the first
 */
record Schedule(long startNanos, double perSecond) {
  private static final double NANOS = 1e9;

  /** When the n-th, counted from 0, is due. */
  long due(long number) {
    return startNanos + (long) (number * NANOS / perSecond);
  }
}
