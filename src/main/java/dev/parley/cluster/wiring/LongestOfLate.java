package dev.parley.cluster.wiring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * The longest of what took time lately: in the present period and the one before.
 *
 * <p>Safe on any thread; what ends at the turn of a period may count to either.
 */
final class LongestOfLate {
  private final long periodNanos;
  private final AtomicReference<Period> period;

  /**
   * Nothing took any time yet.
   *
   * @param now as all other moments, by one stopwatch
   */
  LongestOfLate(Duration period, long now) {
    this.periodNanos = period.toNanos();
    this.period = new AtomicReference<>(Period.begin(now, 0));
  }

  void ended(long nanos, long now) {
    at(now).longest.accumulate(nanos);
  }

  long nanos(long now) {
    Period present = at(now);
    return Math.max(present.longest.get(), present.before);
  }

  private Period at(long now) {
    Period last = period.get();
    long age = now - last.begin;
    if (age < periodNanos) {
      return last;
    }
    Period next = Period.begin(now, age < 2 * periodNanos ? last.longest.get() : 0);
    return period.compareAndSet(last, next) ? next : period.get();
  }

  private record Period(long begin, LongAccumulator longest, long before) {
    static Period begin(long now, long before) {
      return new Period(now, new LongAccumulator(Math::max, 0), before);
    }
  }
}
