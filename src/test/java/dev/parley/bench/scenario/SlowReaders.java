package dev.parley.bench.scenario;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.ProcessMeter;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import java.time.Duration;
import java.util.List;

/** One client in twenty stops reading: what do the others notice, and what does it cost? */
final class SlowReaders implements Scenario {
  private static final int TALKERS = 10;
  private static final int PART = 20;
  private static final int TEXT_BYTES = 2_000;
  private static final int RECEIVE_BUFFER_BYTES = 4_096;
  private static final double DELIVERIES_PER_SECOND = 10_000;
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final int crowd;

  SlowReaders(int crowd) {
    this.crowd = crowd;
  }

  @Override
  public String name() {
    return "slow-readers-" + crowd;
  }

  @Override
  public String title() {
    return "`chat:message` with 2 000 characters to "
        + crowd
        + " receivers in `/global-chat`, "
        + Numbers.plain(DELIVERIES_PER_SECOND / crowd)
        + " times a second; first all read, then 5 % of them stop reading. Latencies and losses are"
        + " those of the others.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    bench.fleet().open(Bench.talkers(subject, "talkers", TALKERS).in("/global-chat"));
    bench
        .fleet()
        .open(Bench.listeners(subject, "good", crowd - TALKERS - crowd / PART).in("/global-chat"));
    Bench.settle(SETTLE);
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.paced(subject, talk(subject), DELIVERIES_PER_SECOND / crowd, bench.warmUp());
  }

  private static Bench.Talk talk(Subject subject) {
    return new Bench.Talk(
        Bench.group(subject, "talkers"),
        List.of(Bench.group(subject, "good"), Bench.group(subject, "talkers")),
        Kind.CHAT,
        TEXT_BYTES);
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SubjectKind kind = subject.kind();
    GroupOrder slow =
        Bench.listeners(subject, "slow", crowd / PART)
            .in("/global-chat")
            .usersNamed("z")
            .receiveBufferOf(RECEIVE_BUFFER_BYTES);
    bench.fleet().open(slow);
    Bench.settle(SETTLE);
    double before = p99(bench, subject, sheet);
    long residentBefore = resident(subject);
    bench.fleet().stall(slow.group());
    double after = p99(bench, subject, sheet);
    sheet.add(kind, Measure.P99_ALL_READ, before);
    sheet.add(kind, Measure.P99_SOME_STALL, after);
    sheet.add(kind, Measure.P99_RISE, 100 * (after / before - 1));
    sheet.add(kind, Measure.STALL_RSS, (resident(subject) - residentBefore) / 1e6);
    // Those who stopped reading may have been ended: that is no loss.
    bench.fleet().close(slow.group());
  }

  private double p99(Bench bench, Subject subject, Sheet sheet) {
    Bench.Outcome outcome =
        bench.paced(subject, talk(subject), DELIVERIES_PER_SECOND / crowd, bench.window());
    bench.check(sheet, subject.kind(), outcome.result());
    return outcome.result().deliveries().millis(99);
  }

  private static long resident(Subject subject) {
    return subject.serverPids().stream()
        .mapToLong(pid -> new ProcessMeter(pid).residentBytes())
        .sum();
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    bench.drop(subject, "talkers");
    bench.drop(subject, "good");
  }
}
