package dev.parley.bench.scenario;

import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import java.time.Duration;
import java.util.List;

/** More messages in a second than can be handled in one: all of them have to come all the same. */
final class Flood implements Scenario {
  private static final int USERS = 100;
  private static final int TEXT_BYTES = 64;
  private static final double WARM_UP_PER_SECOND = 1_000;
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final int messages;

  Flood(int messages) {
    this.messages = messages;
  }

  @Override
  public String name() {
    return "flood-" + messages;
  }

  @Override
  public String title() {
    return messages
        + " direct messages in one second, from 100 users to 100 others; latencies count from when"
        + " each was due.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    bench.fleet().open(Bench.talkers(subject, "talkers", USERS));
    bench.fleet().open(Bench.listeners(subject, "users", USERS));
    Bench.settle(SETTLE);
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.paced(subject, talk(subject), WARM_UP_PER_SECOND, bench.warmUp());
    // Once as it will be: what is compiled under a flood is not what is compiled under a trickle.
    bench.paced(subject, talk(subject), messages, Duration.ofSeconds(1));
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
    Bench.Outcome outcome = bench.paced(subject, talk(subject), messages, Duration.ofSeconds(1));
    bench.check(sheet, kind, outcome.result());
    sheet.add(kind, Measure.FLOOD_TIME, outcome.result().elapsedNanos() / 1e9);
    bench.latencies(sheet, kind, outcome.result());
    sheet.add(
        kind,
        Measure.MESSAGE_CPU,
        outcome.usage().serverMicrosEach(outcome.result().counts().sent()));
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    bench.drop(subject, "talkers");
    bench.drop(subject, "users");
  }
}
