package dev.parley.bench.scenario;

import java.util.Locale;

/** Numbers in sentences. */
final class Numbers {
  private Numbers() {}

  /** With as many digits after the point as it needs, one at most. */
  static String plain(double number) {
    return number == Math.rint(number)
        ? Long.toString(Math.round(number))
        : String.format(Locale.ROOT, "%.1f", number);
  }
}
