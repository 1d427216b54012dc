package dev.parley.bench.scenario;

import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import java.time.Duration;
import java.util.List;

/** Many small rooms: users with ten devices each, all of which have what is sent to the user. */
final class Rooms implements Scenario {
  private static final int DEVICES = 10;
  private static final int TALKERS = 100;
  private static final int TEXT_BYTES = 64;
  private static final int WINDOW = 200;
  private static final double PER_SECOND = 300;
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final int rooms;

  Rooms(int rooms) {
    this.rooms = rooms;
  }

  @Override
  public String name() {
    return "rooms-" + rooms;
  }

  @Override
  public String title() {
    return rooms
        + " users with 10 devices each; `message:send` to one at random, from 100 others. Saturated:"
        + " a closed loop with 200 messages on their way. Fixed rate: 300 messages a second.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    bench.fleet().open(Bench.talkers(subject, "talkers", TALKERS));
    bench.fleet().open(Bench.listeners(subject, "devices", rooms * DEVICES).devicesEach(DEVICES));
    Bench.settle(SETTLE);
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.saturated(subject, talk(subject), WINDOW, bench.warmUp());
  }

  private static Bench.Talk talk(Subject subject) {
    return new Bench.Talk(
        Bench.group(subject, "talkers"),
        List.of(Bench.group(subject, "devices")),
        Kind.DIRECT,
        TEXT_BYTES);
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SubjectKind kind = subject.kind();
    Bench.Outcome full = bench.saturated(subject, talk(subject), WINDOW, bench.window());
    bench.check(sheet, kind, full.result());
    long delivered = full.result().counts().delivered();
    sheet.add(kind, Measure.DELIVERY_CPU, full.usage().serverMicrosEach(delivered));
    sheet.add(kind, Measure.DELIVERED_RATE, delivered * 1e9 / full.result().elapsedNanos());
    bench.cores(sheet, subject, full.usage());
    Bench.settle(SETTLE);
    Bench.Outcome paced = bench.paced(subject, talk(subject), PER_SECOND, bench.window());
    bench.check(sheet, kind, paced.result());
    sheet.add(
        kind,
        Measure.PACED_DELIVERY_CPU,
        paced.usage().serverMicrosEach(paced.result().counts().delivered()));
    bench.latencies(sheet, kind, paced.result());
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    bench.drop(subject, "talkers");
    bench.drop(subject, "devices");
  }
}
