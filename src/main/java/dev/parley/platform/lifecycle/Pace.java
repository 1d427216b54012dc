package dev.parley.platform.lifecycle;

import java.time.Duration;

/**
 * Spreads a number of things evenly over a time, tick by tick.
 *
 * <p>A batch is never larger than twice the even share, so that a late tick makes no burst.
 */
final class Pace {
  /** How often a batch is due. */
  static final Duration TICK = Duration.ofMillis(100);

  private final int total;
  private final long ticks;
  private final int largest;

  /**
   * @param window until the last batch; zero makes one batch of all
   */
  Pace(int total, Duration window) {
    this.total = total;
    this.ticks = Math.max(1, window.dividedBy(TICK));
    this.largest = ticks == 1 ? total : Math.toIntExact(2 * ((total + ticks - 1) / ticks));
  }

  /**
   * How many are due now.
   *
   * @param elapsed since the first batch could be taken
   * @param done how many were taken before
   */
  int batch(Duration elapsed, int done) {
    long tick = Math.min(ticks, elapsed.dividedBy(TICK) + 1);
    long due = (total * tick + ticks - 1) / ticks;
    return (int) Math.min(largest, Math.max(0, due - done));
  }
}
