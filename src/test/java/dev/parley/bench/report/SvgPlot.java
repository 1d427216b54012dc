package dev.parley.bench.report;

import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Lines over time, a panel each, one below the other, all from zero up. */
final class SvgPlot {
  private static final int WIDTH = 720;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int PANEL = 90;
  private static final int GAP = 36;

  private final String title;
  private final String unit;
  private final StringBuilder body = new StringBuilder();
  private int panels;
  private double longest;

  /**
   * An empty one.
   *
   * @param unit of the time below the last panel
   */
  SvgPlot(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds a panel; one without a number is left out. */
  void panel(String label, double[] times, double[] values) {
    DoubleSummaryStatistics numbers =
        DoubleStream.of(values).filter(value -> !Double.isNaN(value)).summaryStatistics();
    if (numbers.getCount() == 0) {
      return;
    }
    int top = TOP + panels++ * (PANEL + GAP);
    longest = Math.max(longest, DoubleStream.of(times).max().orElse(0));
    double highest = numbers.getMax() <= 0 ? 1 : numbers.getMax() * 1.1;
    double width = WIDTH - LEFT - RIGHT;
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < times.length; i++) {
      if (!Double.isNaN(values[i])) {
        points.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                LEFT + times[i] / Math.max(1e-9, longest) * width,
                top + PANEL - values[i] / highest * PANEL));
      }
    }
    body.append(
        String.format(
            Locale.ROOT,
            """
            <text x="%1$d" y="%2$d" class="label">%3$s</text>
            <rect x="%1$d" y="%4$d" width="%5$.0f" height="%6$d" class="frame"/>
            <text x="%7$d" y="%8$d" class="tick">%9$.1f</text>
            <text x="%7$d" y="%10$d" class="tick">0</text>
            <polyline points="%11$s"/>
            """,
            LEFT,
            top - 6,
            label,
            top,
            width,
            PANEL,
            LEFT - 6,
            top + 10,
            highest,
            top + PANEL,
            points.toString().strip()));
  }

  /** The image. */
  String svg() {
    int height = TOP + panels * (PANEL + GAP) + 10;
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" role="img">
        <title>%3$s</title>
        <style>
        text { font: 12px sans-serif; fill: #444 }
        .tick { text-anchor: end; font-size: 10px }
        .frame { fill: none; stroke: #ccc }
        polyline { fill: none; stroke: #1f6f8b; stroke-width: 1.5 }
        </style>
        <rect width="%1$d" height="%2$d" fill="white"/>
        <text x="%4$d" y="24" style="font-weight: bold">%3$s</text>
        %5$s<text x="%6$d" y="%7$d" class="tick">%8$.1f %9$s</text>
        </svg>
        """,
        WIDTH,
        height,
        title,
        LEFT,
        body,
        WIDTH - RIGHT,
        height - 22,
        longest,
        unit);
  }
}
