package dev.parley.bench.report;

import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The targets of the gate, held against what was measured. */
final class Targets {
  private static final double SLOPE_PERCENT = 5;
  private static final double BUDGET_MEGABYTES = 50;

  private final Map<String, Sheet> sheets;

  /**
   * Looks at sheets.
   *
   * @param sheets by the name of their scenario
   */
  Targets(Map<String, Sheet> sheets) {
    this.sheets = sheets;
  }

  /** All of them, in the order of the page. */
  List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.add(
        ratio(
            "fan-out to 1 000: CPU a delivery at most 0.75 of the reference",
            "fan-out-1000",
            Measure.DELIVERY_CPU,
            SubjectKind.PARLEY,
            SubjectKind.REFERENCE,
            Bound.most(0.75)));
    all.add(
        ratio(
            "fan-out to 1 000: CPU a delivery within 1.25 of Liberty's own blocking sends",
            "fan-out-1000",
            Measure.DELIVERY_CPU,
            SubjectKind.PARLEY,
            SubjectKind.LIBERTY,
            Bound.most(1.25)));
    all.add(
        ratio(
            "fan-out to 1 000: deliveries a second at least 1.8 times one reference process",
            "fan-out-1000",
            Measure.DELIVERED_RATE,
            SubjectKind.PARLEY,
            SubjectKind.REFERENCE,
            Bound.least(1.8)));
    all.add(
        ratio(
            "direct messages at 1 000/s over three nodes: p99 no worse than the reference",
            "direct-1000-three-nodes",
            Measure.P99,
            SubjectKind.PARLEY_CLUSTER,
            SubjectKind.REFERENCE_CLUSTER,
            Bound.most(1)));
    all.add(
        figure(
            "direct messages at 1 000/s over three nodes: p99 under 150 ms",
            "direct-1000-three-nodes",
            Measure.P99,
            SubjectKind.PARLEY_CLUSTER,
            Bound.most(150),
            "ms"));
    all.add(
        figure(
            "direct messages at 1 000/s, one node: p99 under 100 ms",
            "direct-1000-one-node",
            Measure.P99,
            SubjectKind.PARLEY,
            Bound.most(100),
            "ms"));
    all.add(none("no message lost in any scenario", Measure.LOST));
    all.add(none("no message doubled in any scenario", Measure.DOUBLED));
    all.add(
        ratio(
            "RSS an idle connection at 10 000: at most 1.3 times the reference",
            "idle-10000",
            Measure.RSS_CONNECTION,
            SubjectKind.PARLEY,
            SubjectKind.REFERENCE,
            Bound.most(1.3)));
    all.add(ours());
    all.add(
        ratio(
            "connect with JWT, registry and presence, WebSocket only: CPU at most 1.5 times the"
                + " reference",
            "churn-websocket",
            Measure.CONNECT_CPU,
            SubjectKind.PARLEY,
            SubjectKind.REFERENCE,
            Bound.most(1.5)));
    all.add(
        figure(
            "slow readers: p99 of the others rises by less than 10 %",
            "slow-readers-1000", Measure.P99_RISE, SubjectKind.PARLEY, Bound.most(10), "%"));
    all.add(
        figure(
            "slow readers: memory grows by no more than 50 budgets of 1 MB",
            "slow-readers-1000",
            Measure.STALL_RSS,
            SubjectKind.PARLEY,
            Bound.most(BUDGET_MEGABYTES),
            "MB"));
    all.addAll(soak());
    return all;
  }

  private Target ratio(
      String text,
      String scenario,
      Measure measure,
      SubjectKind ours,
      SubjectKind theirs,
      Bound bound) {
    OptionalDouble one = read(scenario, measure, ours);
    OptionalDouble other = read(scenario, measure, theirs);
    if (one.isEmpty() || other.isEmpty()) {
      return Target.notMeasured(text);
    }
    double ratio = one.getAsDouble() / other.getAsDouble();
    return new Target(text, text(ratio), Target.Verdict.of(bound.holds(ratio)));
  }

  private Target figure(
      String text, String scenario, Measure measure, SubjectKind kind, Bound bound, String unit) {
    OptionalDouble figure = read(scenario, measure, kind);
    return figure.isEmpty()
        ? Target.notMeasured(text)
        : new Target(
            text,
            text(figure.getAsDouble()) + ' ' + unit,
            Target.Verdict.of(bound.holds(figure.getAsDouble())));
  }

  /** Sums over all scenarios, for Parley. */
  private Target none(String text, Measure measure) {
    DoubleStream counts =
        sheets.values().stream()
            .flatMap(
                sheet ->
                    sheet.subjects().stream()
                        .filter(kind -> kind.family() == Family.PARLEY)
                        .map(kind -> sheet.figure(kind, measure)))
            .flatMapToDouble(OptionalDouble::stream);
    double[] found = counts.toArray();
    double sum = DoubleStream.of(found).sum();
    return found.length == 0
        ? Target.notMeasured(text)
        : new Target(text, Long.toString(Math.round(sum)), Target.Verdict.of(sum == 0));
  }

  /** What Parley adds to Liberty, by RSS or by live heap, whichever is more. */
  private Target ours() {
    String text =
        "an idle connection at 10 000: ours, beside Liberty's and the kernel's, at most 6 KB";
    double[] more =
        DoubleStream.concat(beyond(Measure.RSS_CONNECTION), beyond(Measure.HEAP_CONNECTION))
            .toArray();
    if (more.length == 0) {
      return Target.notMeasured(text);
    }
    double most = DoubleStream.of(more).max().getAsDouble();
    return new Target(text, text(most) + " KB", Target.Verdict.of(most <= 6));
  }

  private DoubleStream beyond(Measure measure) {
    OptionalDouble parley = read("idle-10000", measure, SubjectKind.PARLEY);
    OptionalDouble liberty = read("idle-10000", measure, SubjectKind.LIBERTY);
    return parley.isPresent() && liberty.isPresent()
        ? DoubleStream.of(parley.getAsDouble() - liberty.getAsDouble())
        : DoubleStream.empty();
  }

  private List<Target> soak() {
    List<Target> all = new ArrayList<>();
    for (Measure measure :
        List.of(
            Measure.HEAP_GROWTH,
            Measure.RSS_GROWTH,
            Measure.THREAD_GROWTH,
            Measure.REDIS_CLIENT_GROWTH,
            Measure.KEY_GROWTH)) {
      all.add(
          figure(
              "soak: " + measure.label().replace(", %", "") + " at most 5 %",
              "soak",
              measure,
              SubjectKind.PARLEY_CLUSTER,
              Bound.most(SLOPE_PERCENT),
              "%"));
    }
    return all;
  }

  private OptionalDouble read(String scenario, Measure measure, SubjectKind kind) {
    Sheet sheet = sheets.get(scenario);
    return sheet == null ? OptionalDouble.empty() : sheet.figure(kind, measure);
  }

  private static String text(double figure) {
    return String.format(Locale.ROOT, "%.2f", figure);
  }

  /** At most so much, or at least. */
  private record Bound(double limit, boolean upper) {
    static Bound most(double limit) {
      return new Bound(limit, true);
    }

    static Bound least(double limit) {
      return new Bound(limit, false);
    }

    boolean holds(double figure) {
      return upper ? figure <= limit : figure >= limit;
    }
  }
}
