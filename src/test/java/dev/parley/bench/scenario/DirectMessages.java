package dev.parley.bench.scenario;

import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import java.time.Duration;
import java.util.List;

/**
 * Messages from user to user, on one node or over three: how late they come, and what they cost.
 */
final class DirectMessages implements Scenario {
  private static final int USERS = 1_000;
  private static final int TALKERS = 100;
  private static final int TEXT_BYTES = 64;
  private static final int ENOUGH = 2_000;
  private static final double WARM_UP_PER_SECOND = 1_000;
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final int perSecond;
  private final boolean cluster;

  DirectMessages(int perSecond, boolean cluster) {
    this.perSecond = perSecond;
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "direct-" + perSecond + (cluster ? "-three-nodes" : "-one-node");
  }

  @Override
  public String title() {
    return "`message:send` "
        + perSecond
        + " times a second, from 100 users to 1 000 others at random"
        + (cluster ? ", who are spread over three nodes by Nginx." : ".");
  }

  @Override
  public List<SubjectKind> subjects() {
    return cluster
        ? List.of(SubjectKind.PARLEY_CLUSTER, SubjectKind.REFERENCE_CLUSTER)
        : List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    bench.fleet().open(Bench.talkers(subject, "talkers", TALKERS));
    bench.fleet().open(Bench.listeners(subject, "users", USERS));
    Bench.settle(SETTLE);
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.paced(subject, talk(subject), WARM_UP_PER_SECOND, bench.warmUp());
  }

  private static Bench.Talk talk(Subject subject) {
    return new Bench.Talk(
        Bench.group(subject, "talkers"),
        List.of(Bench.group(subject, "users")),
        Kind.DIRECT,
        TEXT_BYTES);
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SubjectKind kind = subject.kind();
    Bench.Outcome outcome = bench.paced(subject, talk(subject), perSecond, time(bench));
    bench.check(sheet, kind, outcome.result());
    bench.latencies(sheet, kind, outcome.result());
    sheet.add(
        kind,
        Measure.MESSAGE_CPU,
        outcome.usage().serverMicrosEach(outcome.result().counts().sent()));
    bench.cores(sheet, subject, outcome.usage());
  }

  /** Twice as long where a measurement would have too few messages for a p99.9. */
  private Duration time(Bench bench) {
    Duration window = bench.window();
    return perSecond * window.toSeconds() < ENOUGH ? window.multipliedBy(2) : window;
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    bench.drop(subject, "talkers");
    bench.drop(subject, "users");
  }
}
