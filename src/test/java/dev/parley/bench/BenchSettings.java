package dev.parley.bench;

import dev.parley.testing.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a benchmark is told by system properties; {@code bench/README.md} lists them.
 *
 * @param only which scenarios, by name
 * @param subjects what is measured, by the names of {@code SubjectKind}
 * @param rounds how often each subject of a scenario is measured
 * @param window how long one measurement takes
 * @param warmUp how long a subject is under load before the first
 * @param idle numbers of idle connections
 * @param receivers numbers of receivers of a broadcast
 * @param rooms rooms of ten
 * @param rates direct messages a second
 * @param flood messages at once
 * @param crowd receivers of whom some are slow, and clients who reconnect
 * @param soak how long the soak takes
 * @param deliveries deliveries a second at the fixed rate of a broadcast
 * @param loadProcesses processes of the load generator
 * @param jvm more JVM options of the nodes
 * @param out the folder that gets {@code docs} and {@code bench/results}
 */
public record BenchSettings(
    Pattern only,
    Pattern subjects,
    int rounds,
    Duration window,
    Duration warmUp,
    List<Integer> idle,
    List<Integer> receivers,
    int rooms,
    List<Integer> rates,
    int flood,
    int crowd,
    Duration soak,
    int deliveries,
    int loadProcesses,
    String jvm,
    Path out) {
  /** Reads them. */
  static BenchSettings read() {
    return new BenchSettings(
        Pattern.compile(text("only", ".*")),
        Pattern.compile(text("subjects", ".*")),
        number("rounds", 5),
        duration("window", "10s"),
        duration("warmup", "60s"),
        numbers("idle", "1000,10000"),
        numbers("receivers", "100,1000,5000"),
        number("rooms", 1_000),
        numbers("rates", "100,1000"),
        number("flood", 10_000),
        number("crowd", 1_000),
        duration("soak", "1h"),
        number("deliveries", 10_000),
        number("load.processes", 1),
        text("jvm", ""),
        Project.root().resolve(text("out", "")).normalize());
  }

  private static String text(String name, String fallback) {
    return System.getProperty("bench." + name, fallback);
  }

  private static int number(String name, int fallback) {
    return Integer.getInteger("bench." + name, fallback);
  }

  private static List<Integer> numbers(String name, String fallback) {
    return Stream.of(text(name, fallback).split(",", -1))
        .map(String::strip)
        .map(Integer::valueOf)
        .toList();
  }

  private static Duration duration(String name, String fallback) {
    return Duration.parse("PT" + text(name, fallback).toUpperCase(Locale.ROOT));
  }

  /** The folder of the page. */
  public Path docs() {
    return out.resolve("docs");
  }

  /** The folder of the figures of all rounds. */
  public Path results() {
    return out.resolve("bench/results");
  }
}
