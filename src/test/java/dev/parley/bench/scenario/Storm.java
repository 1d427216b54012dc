package dev.parley.bench.scenario;

import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.Usage;
import java.time.Duration;
import java.util.List;

/** Everybody is cut off in the same instant, and all come back within a second. */
final class Storm implements Scenario {
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final int clients;

  Storm(int clients) {
    this.clients = clients;
  }

  @Override
  public String name() {
    return "storm-" + clients;
  }

  @Override
  public String title() {
    return clients
        + " clients in `/`, by WebSocket, are cut off at once and come back evenly within one"
        + " second; who is refused tries again within a second. Latencies count from when a client"
        + " was to come back.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    GroupOrder order = Bench.listeners(subject, "crowd", clients);
    bench.fleet().open(order);
    Bench.settle(SETTLE);
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.fleet().storm(Bench.group(subject, "crowd"), clients);
    Bench.settle(SETTLE);
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    Usage before = bench.usage(subject);
    DialResult result = bench.fleet().storm(Bench.group(subject, "crowd"), clients);
    Bench.settle(SETTLE);
    bench.dials(sheet, subject, result, bench.usage(subject).since(before));
    sheet.add(subject.kind(), Measure.ALL_BACK, result.elapsedNanos() / 1e9);
    sheet.add(subject.kind(), Measure.CONNECT_FAILURES, (double) result.failed());
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    bench.drop(subject, "crowd");
  }
}
