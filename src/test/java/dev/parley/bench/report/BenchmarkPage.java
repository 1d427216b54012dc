package dev.parley.bench.report;

import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes what was measured as {@code docs/BENCHMARKS.md}. */
public final class BenchmarkPage {
  private final List<SheetFile> files;
  private final List<String> machine;

  /**
   * A page of sheets, in the order that they are to have.
   *
   * @param machine lines about machine and versions
   */
  public BenchmarkPage(List<SheetFile> files, List<String> machine) {
    this.files = List.copyOf(files);
    this.machine = List.copyOf(machine);
  }

  public String markdown() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Benchmarks

        Written by `./mvnw -Pbench verify`; not by hand. Parley next to the stack that it replaces
        (`bench/reference`: Socket.IO with its Redis adapter on Node.js), measured by turns in one run on
        one machine, with the same load generator. A figure is the median of the rounds; a ratio is Parley
        over the reference, so below 1 is better for costs and times, above 1 for rates.
        [bench/README.md](../bench/README.md) says how to run it; the figures of every round are in
        [bench/results](../bench/results).

        ## Targets

        """);
    page.append("| what it must show | measured | |\n|---|---:|---|\n");
    for (Target target : new Targets(byName()).all()) {
      page.append(
          "| %s | %s | %s |\n".formatted(target.text(), target.figure(), target.verdict().label()));
    }
    page.append(
        """

        These are findings, not tests: a figure that misses its target fails no build, a lost message does.

        ## Machine and versions

        """);
    machine.forEach(line -> page.append("- ").append(line).append('\n'));
    page.append(METHOD);
    files.forEach(file -> section(page, file));
    return page.toString();
  }

  private static final String METHOD =
      """

      ## Method

      - **CPU** is utime + stime of the servers' processes, from `/proc`; that of Redis, Nginx and the load
        generator is listed beside it and is in no other figure. Cores are CPU time over wall time.
      - **Latency** is from the time at which a message was due by the schedule, whether or not it could be
        sent then, to its arrival at the receiver's socket: no coordinated omission. How late the generator
        itself was is in the table. Percentiles are taken of each round, by HdrHistogram.
      - **Saturated** is a closed loop: as many messages on their way as said, the next when one has
        arrived everywhere. It tells costs and rates, and no latencies.
      - **Lost and doubled** are told by the number that each message carries, at every receiver.
        A message that came to somebody else counts as doubled. One that did not come is lost, unless its sender
        was told that it is refused; refusals are listed, and break the run, too.
      - The **load generator** is a process of its own, with `java.nio` selectors on two threads: one keeps the
        schedule and sends, one receives. Frames are made once and masked with zeros.
        Clients come from 200 loopback addresses, each of a network of its own. They answer pings, and
        ask for an ack to everything that they send; an ack that does not say `ok` breaks the run.
      - **Rounds** go by turns, and the order of the subjects changes from round to round. Every subject is under
        load for a while before the first one counts. Subjects of one scenario run at the same time; those whose
        turn it is not have no clients.
      - Each subject has a Redis of its own that writes nothing to disk. Limits are raised and still
        counted. Both write log lines for failures only. Clusters stand behind the Nginx of `ops/nginx`, with
        `ip_hash`.
      - **Liberty alone** is an endpoint that repeats a text to everyone by blocking sends on the thread that read
        it, with frames as long as Parley's: no JSON, no tokens, and no defence against a client that stops reading.
        A client's first text is answered to it alone, as the server makes buffers for both at the first.
      """;

  private Map<String, Sheet> byName() {
    Map<String, Sheet> sheets = new LinkedHashMap<>();
    files.forEach(file -> sheets.put(file.sheet().scenario(), file.sheet()));
    return sheets;
  }

  private static void section(StringBuilder page, SheetFile file) {
    Sheet sheet = file.sheet();
    page.append("\n## ").append(sheet.scenario()).append("\n\n");
    page.append(sheet.title()).append("\n\n");
    table(page, sheet);
    page.append('\n').append(file.measured()).append('\n');
    if (sheet.scenario().equals("soak")) {
      for (SubjectKind kind : sheet.subjects()) {
        page.append("\n![%s](img/%s)\n".formatted(kind.label(), SoakSeries.plotName(kind)));
      }
    }
  }

  private static void table(StringBuilder page, Sheet sheet) {
    List<SubjectKind> columns = sheet.subjects();
    Optional<SubjectKind> ours = first(columns, Family.PARLEY);
    Optional<SubjectKind> theirs = first(columns, Family.REFERENCE);
    page.append("| |");
    columns.forEach(kind -> page.append(' ').append(kind.label()).append(" |"));
    page.append(" ratio |\n|---|").append("---:|".repeat(columns.size() + 1)).append('\n');
    for (Measure measure : Measure.values()) {
      List<String> cells = new ArrayList<>();
      columns.forEach(kind -> cells.add(cell(sheet.figure(kind, measure), measure)));
      if (cells.stream().allMatch(String::isEmpty)) {
        continue;
      }
      cells.add(ratio(sheet, measure, ours, theirs));
      page.append("| ").append(measure.label()).append(" | ");
      page.append(String.join(" | ", cells)).append(" |\n");
    }
  }

  private static Optional<SubjectKind> first(List<SubjectKind> kinds, Family family) {
    return kinds.stream().filter(kind -> kind.family() == family).findFirst();
  }

  private static String ratio(
      Sheet sheet, Measure measure, Optional<SubjectKind> ours, Optional<SubjectKind> theirs) {
    if (!measure.isCompared() || ours.isEmpty() || theirs.isEmpty()) {
      return "";
    }
    OptionalDouble one = sheet.figure(ours.get(), measure);
    OptionalDouble other = sheet.figure(theirs.get(), measure);
    return one.isEmpty() || other.isEmpty() || other.getAsDouble() == 0
        ? ""
        : String.format(Locale.ROOT, "%.2f", one.getAsDouble() / other.getAsDouble());
  }

  private static String cell(OptionalDouble figure, Measure measure) {
    return figure.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%." + measure.digits() + "f", figure.getAsDouble());
  }
}
