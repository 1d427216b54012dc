package dev.parley.bench.scenario;

import dev.parley.bench.order.ChurnOrder;
import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Transport;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import dev.parley.bench.subject.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Clients that connect with a token and leave at once, as many as can. */
final class Churn implements Scenario {
  private static final int USERS = 2_000;
  private static final int WINDOW = 64;

  /**
   * Socket.IO on Node.js looks for a poll to release every 100 ms, so an upgrade takes that long.
   */
  private static final int UPGRADE_WINDOW = 256;

  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final Transport transport;

  Churn(Transport transport) {
    this.transport = transport;
  }

  @Override
  public String name() {
    return "churn-" + transport.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String title() {
    return "2 000 users by turns connect to `/` "
        + (transport == Transport.UPGRADE ? "by polling with an upgrade" : "by WebSocket")
        + ", are welcomed, and leave; a closed loop with "
        + window()
        + " on their way in.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return transport == Transport.WEBSOCKET
        ? List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE, SubjectKind.LIBERTY)
        : List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    // That is what is measured.
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.fleet().sign(clients(subject));
    bench.fleet().churn(new ChurnOrder(clients(subject), bench.warmUp().toMillis()));
  }

  private GroupOrder clients(Subject subject) {
    boolean bare = subject.kind().family() == Family.LIBERTY;
    return Bench.listeners(subject, "churn", USERS)
        .over(bare ? Transport.BARE : transport)
        .windowOf(window());
  }

  private int window() {
    return transport == Transport.UPGRADE ? UPGRADE_WINDOW : WINDOW;
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SubjectKind kind = subject.kind();
    Bench.settle(SETTLE);
    Usage before = bench.usage(subject);
    DialResult result =
        bench.fleet().churn(new ChurnOrder(clients(subject), bench.window().toMillis()));
    // Leaving is part of it: what it costs comes a moment later.
    Bench.settle(SETTLE);
    Usage usage = bench.usage(subject).since(before);
    bench.dials(sheet, subject, result, usage);
    sheet.add(kind, Measure.CONNECTS_PER_SECOND, result.ready() * 1e9 / result.elapsedNanos());
    if (result.failed() > 0) {
      bench.trouble(name(), kind, result.failed() + " connects failed");
    }
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    // Nobody stayed.
  }
}
