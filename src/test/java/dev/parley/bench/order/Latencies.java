package dev.parley.bench.order;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Latencies in microseconds, up to two minutes, to three digits; longer ones count as two minutes.
 *
 * <p>Not for use by several threads.
 */
public final class Latencies {
  private static final long LONGEST_MICROS = 120_000_000;
  private static final int DIGITS = 3;

  private final Histogram histogram;

  public Latencies() {
    this(new Histogram(LONGEST_MICROS, DIGITS));
  }

  private Latencies(Histogram histogram) {
    this.histogram = histogram;
  }

  /** Takes one; less than nothing counts as nothing. */
  public void record(long nanos) {
    histogram.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000)));
  }

  /** Takes all of others. */
  public void add(Latencies others) {
    histogram.add(others.histogram);
  }

  public long count() {
    return histogram.getTotalCount();
  }

  /**
   * What so many of a hundred are not above, in milliseconds; 0 when there are none.
   *
   * @param percent for example 99.9
   */
  public double millis(double percent) {
    return count() == 0 ? 0 : histogram.getValueAtPercentile(percent) / 1e3;
  }

  /** The longest, in milliseconds. */
  public double maxMillis() {
    return histogram.getMaxValue() / 1e3;
  }

  /** As text, for {@link #parse}. */
  public String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  /** Reads what {@link #encode} wrote. */
  public static Latencies parse(String text) {
    try {
      return new Latencies(
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(text)), LONGEST_MICROS));
    } catch (DataFormatException damaged) {
      throw new IllegalArgumentException("not a histogram", damaged);
    }
  }
}
