package dev.parley.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Writes what JMH measured as {@code docs/BENCHMARKS-MICRO.md}. */
final class MicroReport {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String MEMBERS = "members";

  private final Collection<RunResult> results;

  MicroReport(Collection<RunResult> results) {
    this.results = results;
  }

  /**
   * The page.
   *
   * @param conditions under which it was measured, a line each
   */
  String markdown(List<String> conditions) {
    return """
    # Micro benchmarks

    Written by `./mvnw -Pbench-micro verify`; not by hand. What single steps cost in a warm JVM, one \
    thread, nothing on the wire. Good for comparing before and after on one machine, and for nothing \
    else.

    | step | CPU, µs | CPU a member, ns | passed, µs | allocated, bytes |
    |---|---:|---:|---:|---:|
    %s

    %s
    """
        .formatted(
            results.stream()
                .sorted(Comparator.comparing(MicroReport::row).thenComparing(MicroReport::members))
                .map(MicroReport::line)
                .collect(Collectors.joining("\n")),
            conditions.stream().map(line -> "- " + line).collect(Collectors.joining("\n")));
  }

  private static String line(RunResult result) {
    // Medians: a mean would be that of the iterations in which something else happened.
    double cpu = median(result.getSecondaryResults().get(CpuProfiler.LABEL));
    double passed = median(result.getPrimaryResult());
    double allocated = median(result.getSecondaryResults().get(ALLOCATED));
    int members = members(result);
    return String.format(
        Locale.ROOT,
        "| %s%s | %.2f | %s | %.2f | %.0f |",
        row(result).sentence(),
        members == 0 ? "" : ", " + members + " members",
        cpu,
        members == 0 ? "" : String.format(Locale.ROOT, "%.0f", cpu * 1_000 / members),
        passed,
        allocated);
  }

  private static double median(Result<?> result) {
    return result.getStatistics().getPercentile(50);
  }

  private static MicroBenchmark row(RunResult result) {
    String method = result.getParams().getBenchmark();
    return MicroBenchmark.of(method)
        .orElseThrow(() -> new IllegalStateException("MicroBenchmark has no row for " + method));
  }

  private static int members(RunResult result) {
    String members = result.getParams().getParam(MEMBERS);
    return members == null ? 0 : Integer.parseInt(members);
  }
}
