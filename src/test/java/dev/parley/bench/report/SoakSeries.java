package dev.parley.bench.report;

import dev.parley.bench.subject.SubjectKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was read of one subject in the course of a soak. */
public final class SoakSeries {
  private final SubjectKind kind;
  private final List<Sample> samples = new ArrayList<>();

  public SoakSeries(SubjectKind kind) {
    this.kind = kind;
  }

  /**
   * One reading; sums over the subject's processes.
   *
   * @param second since the begin
   * @param heapMegabytes live objects, after a collection; no number where there is no JVM
   * @param p99Millis of the direct messages since the last reading
   */
  public record Sample(
      double second,
      double heapMegabytes,
      double residentMegabytes,
      double threads,
      double redisClients,
      double redisKeys,
      double p99Millis) {}

  /** What is read. */
  public enum Line {
    HEAP("live heap, MB", Sample::heapMegabytes),
    RSS("RSS, MB", Sample::residentMegabytes),
    THREADS("threads", Sample::threads),
    REDIS_CLIENTS("Redis clients", Sample::redisClients),
    REDIS_KEYS("Redis keys", Sample::redisKeys),
    P99("p99 of direct messages, ms", Sample::p99Millis);

    private final String label;
    private final ToDoubleFunction<Sample> value;

    Line(String label, ToDoubleFunction<Sample> value) {
      this.label = label;
      this.value = value;
    }
  }

  public void add(Sample sample) {
    samples.add(sample);
  }

  /** The mean of the last quarter over that of the second one, less one, in percent. */
  public double growth(Line line) {
    int quarter = samples.size() / 4;
    if (quarter == 0) {
      return 0;
    }
    double early = mean(line, quarter, 2 * quarter);
    double late = mean(line, samples.size() - quarter, samples.size());
    return early == 0 ? 0 : 100 * (late / early - 1);
  }

  private double mean(Line line, int from, int to) {
    return samples.subList(from, to).stream().mapToDouble(line.value).average().orElseThrow();
  }

  /** Writes the samples as comma-separated values, and a plot of them. */
  public void write(Path results, Path docs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "second,"
            + Stream.of(Line.values())
                .map(line -> line.label.replace(",", ""))
                .collect(Collectors.joining(",")));
    samples.forEach(
        sample ->
            lines.add(
                String.format(Locale.ROOT, "%.0f,", sample.second)
                    + Stream.of(Line.values())
                        .map(line -> number(line.value.applyAsDouble(sample)))
                        .collect(Collectors.joining(","))));
    try {
      Path folder = Files.createDirectories(results.resolve("soak-samples"));
      Files.write(folder.resolve(fileName(kind) + ".csv"), lines);
      Path images = Files.createDirectories(docs.resolve("img"));
      Files.writeString(images.resolve(plotName(kind)), plot());
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the soak's samples", failure);
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  private String plot() {
    SvgPlot plot = new SvgPlot(kind.label(), "minutes");
    for (Line line : Line.values()) {
      plot.panel(
          line.label,
          samples.stream().mapToDouble(sample -> sample.second / 60).toArray(),
          samples.stream().mapToDouble(line.value).toArray());
    }
    return plot.svg();
  }

  /** The file of a subject's plot, in {@code docs/img}. */
  static String plotName(SubjectKind kind) {
    return "soak-" + fileName(kind) + ".svg";
  }

  private static String fileName(SubjectKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
