package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what was measured as {@code docs/COSTS.md}. */
final class CostReport {
  private final Subject parley;
  private final Subject bare;

  CostReport(Subject parley, Subject bare) {
    this.parley = parley;
    this.bare = bare;
  }

  String markdown(List<String> conditions) {
    return """
    # What Parley costs next to Open Liberty alone

    Written by `./mvnw -Pbench-cost verify`; not by hand. Both servers have the same configuration \
    and JVM options and were measured by turns in one run on one machine.

    | | %s | %s | ratio |
    |---|---:|---:|---:|
    %s
    %s
    %s
    %s

    %s
    """
        .formatted(
            parley.name(),
            bare.name(),
            row("heap a connection, KB", parley.heapBytes() / 1024, bare.heapBytes() / 1024),
            row("RSS a connection, KB", parley.residentBytes() / 1024, bare.residentBytes() / 1024),
            row("CPU to connect, ms", parley.connectMillis(), bare.connectMillis()),
            row("CPU a delivered frame, µs", parley.deliveryMicros(), bare.deliveryMicros()),
            conditions.stream().map(line -> "- " + line).collect(Collectors.joining("\n")));
  }

  private static String row(String what, double ours, double theirs) {
    return String.format(
        Locale.ROOT, "| %s | %.2f | %.2f | %.2f |", what, ours, theirs, ours / theirs);
  }

  static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
