package dev.parley.bench.scenario;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.order.RunResult;
import dev.parley.bench.order.Transport;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A message to everyone in the global room: what a delivery costs, how many go, how late. */
final class FanOut implements Scenario {
  private static final int TALKERS = 10;
  private static final int TEXT_BYTES = 64;
  private static final int ON_THEIR_WAY = 10_000;
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /** What the bare endpoint's text has beside its filling. */
  private static final int BARE_FRAME_BYTES = 37;

  private final int receivers;
  private final double perSecond;
  private final Map<SubjectKind, Integer> textBytes = new EnumMap<>(SubjectKind.class);

  /**
   * Describes it.
   *
   * @param receivers how many, the senders included
   * @param deliveries a second, at the fixed rate
   */
  FanOut(int receivers, int deliveries) {
    this.receivers = receivers;
    this.perSecond = (double) deliveries / receivers;
  }

  @Override
  public String name() {
    return "fan-out-" + receivers;
  }

  @Override
  public String title() {
    return "`chat:message` to "
        + receivers
        + " receivers in `/global-chat`, 10 of whom send (one at Liberty alone). Saturated: a closed loop with "
        + window()
        + " messages on their way. Fixed rate: "
        + Numbers.plain(perSecond)
        + " messages a second.";
  }

  private int window() {
    return Math.max(4, Math.min(100, ON_THEIR_WAY / receivers));
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(
        SubjectKind.PARLEY,
        SubjectKind.REFERENCE,
        SubjectKind.REFERENCE_CORES,
        SubjectKind.LIBERTY);
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    int talkers = talkers(subject);
    bench.fleet().open(member(Bench.talkers(subject, "talkers", talkers), subject));
    bench.fleet().open(member(Bench.listeners(subject, "all", receivers - talkers), subject));
    Bench.settle(SETTLE);
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    // The first one is Parley, whose frames the bare endpoint's are to be as long as.
    int bytes =
        subject.kind() == SubjectKind.LIBERTY
            ? textBytes.getOrDefault(SubjectKind.LIBERTY, TEXT_BYTES)
            : TEXT_BYTES;
    textBytes.put(subject.kind(), bytes);
    RunResult result = bench.saturated(subject, talk(subject), window(), bench.warmUp()).result();
    if (subject.kind() == SubjectKind.PARLEY) {
      textBytes.put(SubjectKind.LIBERTY, (int) frameBytes(result) - BARE_FRAME_BYTES);
    }
  }

  /**
   * The bare endpoint sends on the thread that reads, and two of those may not send to one client.
   */
  private static int talkers(Subject subject) {
    return subject.kind().family() == Family.LIBERTY ? 1 : TALKERS;
  }

  private static GroupOrder member(GroupOrder order, Subject subject) {
    return subject.kind().family() == Family.LIBERTY
        ? order.over(Transport.BARE)
        : order.in("/global-chat");
  }

  private Bench.Talk talk(Subject subject) {
    return new Bench.Talk(
        Bench.group(subject, "talkers"),
        List.of(Bench.group(subject, "all"), Bench.group(subject, "talkers")),
        subject.kind().family() == Family.LIBERTY ? Kind.BARE : Kind.CHAT,
        textBytes.get(subject.kind()));
  }

  private static double frameBytes(RunResult result) {
    return (double) result.counts().bytes() / Math.max(1, result.counts().delivered());
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SubjectKind kind = subject.kind();
    Bench.Outcome full = bench.saturated(subject, talk(subject), window(), bench.window());
    bench.check(sheet, kind, full.result());
    long delivered = full.result().counts().delivered();
    sheet.add(kind, Measure.DELIVERY_CPU, full.usage().serverMicrosEach(delivered));
    sheet.add(kind, Measure.DELIVERED_RATE, delivered * 1e9 / full.result().elapsedNanos());
    sheet.add(kind, Measure.FRAME_BYTES, frameBytes(full.result()));
    bench.cores(sheet, subject, full.usage());
    Bench.settle(SETTLE);
    Bench.Outcome paced = bench.paced(subject, talk(subject), perSecond, bench.window());
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
    bench.drop(subject, "all");
  }
}
