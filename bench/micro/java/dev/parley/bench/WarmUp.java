package dev.parley.bench;

/**
 * How often a benchmark calls what it measures before it measures.
 *
 * <p>JMH warms up for some time only. On a busy machine little happens in that time, and half of
 * the code would still be interpreted; after so many calls, with {@code -Xbatch}, it is compiled.
 */
public final class WarmUp {
  /** Enough for the last compiler, several times over. */
  public static final int CALLS = 50_000;

  private WarmUp() {}
}
