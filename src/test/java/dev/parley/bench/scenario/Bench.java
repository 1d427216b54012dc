package dev.parley.bench.scenario;

import dev.parley.bench.fleet.LoadFleet;
import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.order.RunOrder.Pace;
import dev.parley.bench.order.RunResult;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import dev.parley.bench.subject.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What scenarios work with: the load generator, the meters, and a list of what went wrong. */
public final class Bench {
  /**
   * Long, so that what is late on a busy machine is not taken for lost; a complete run ends before.
   */
  private static final long GRACE_MILLIS = 60_000;

  private static final int MOST_MESSAGES = 1_000_000;

  private final LoadFleet fleet;
  private final Duration window;
  private final Duration warmUp;
  private final AtomicLong numbers = new AtomicLong();
  private final List<String> troubles = new ArrayList<>();

  /**
   * Sets it up.
   *
   * @param window how long a measurement takes
   * @param warmUp how long a subject is under load before the first
   */
  public Bench(LoadFleet fleet, Duration window, Duration warmUp) {
    this.fleet = fleet;
    this.window = window;
    this.warmUp = warmUp;
  }

  public LoadFleet fleet() {
    return fleet;
  }

  public Duration window() {
    return window;
  }

  public Duration warmUp() {
    return warmUp;
  }

  /** What went wrong so far and is not a matter of figures. */
  public List<String> troubles() {
    return List.copyOf(troubles);
  }

  /** Notes that something went wrong, for which the benchmark is to fail. */
  public void trouble(String what) {
    troubles.add(what);
    System.out.println("TROUBLE: " + what);
  }

  /** The same for what is Parley's; what goes wrong with others is shown, and fails nothing. */
  void trouble(String where, SubjectKind kind, String what) {
    String line = where + ", " + kind.label() + ": " + what;
    if (kind.family() == Family.PARLEY) {
      trouble(line);
    } else {
      System.out.println("NOTE: " + line);
    }
  }

  /** The name of a group, which is unique among all subjects. */
  static String group(Subject subject, String role) {
    return subject.kind() + "-" + role;
  }

  /** Listeners of a subject. */
  static GroupOrder listeners(Subject subject, String role, int count) {
    return GroupOrder.listeners(group(subject, role), List.of(subject.port()), count);
  }

  /** Senders of a subject. */
  static GroupOrder talkers(Subject subject, String role, int count) {
    return GroupOrder.talkers(group(subject, role), List.of(subject.port()), count);
  }

  Usage usage(Subject subject) {
    return Usage.read(subject, fleet.pids());
  }

  /** Sends for a time, at a rate. */
  Outcome paced(Subject subject, Talk talk, double perSecond, Duration time) {
    int count = (int) Math.max(1, Math.round(perSecond * time.toMillis() / 1e3));
    return run(subject, talk, Pace.open(perSecond), count);
  }

  /** Sends as fast as what was sent arrives, for a time. */
  Outcome saturated(Subject subject, Talk talk, int window, Duration time) {
    return run(subject, talk, Pace.closed(window, time.toMillis()), MOST_MESSAGES);
  }

  private Outcome run(Subject subject, Talk talk, Pace pace, int count) {
    Usage before = usage(subject);
    RunResult result = begin(talk, pace, count).join();
    return new Outcome(result, usage(subject).since(before));
  }

  /** Begins to send at a rate, and does not wait. */
  CompletableFuture<RunResult> begin(Talk talk, double perSecond, Duration time) {
    int count = (int) Math.max(1, Math.round(perSecond * time.toMillis() / 1e3));
    return begin(talk, Pace.open(perSecond), count);
  }

  private CompletableFuture<RunResult> begin(Talk talk, Pace pace, int count) {
    return fleet.begin(
        new RunOrder(
            talk.senders(),
            talk.receivers(),
            talk.kind(),
            numbers.getAndAdd(count),
            count,
            pace,
            talk.bytes(),
            GRACE_MILLIS));
  }

  /** Notes what was lost or doubled, or went wrong otherwise. */
  void check(Sheet sheet, SubjectKind kind, RunResult result) {
    RunResult.Counts counts = result.counts();
    sheet.add(kind, Measure.REFUSED, (double) counts.refused());
    sheet.add(kind, Measure.LOST, (double) counts.lost());
    sheet.add(kind, Measure.DOUBLED, (double) (counts.doubled() + counts.stray()));
    if (counts.lost() != 0
        || counts.doubled() + counts.stray() + counts.refused() + counts.unanswered() != 0
        || counts.dropped() != 0) {
      trouble(sheet.scenario(), kind, counts.toString());
    }
  }

  /** Takes the percentiles of a run. */
  void latencies(Sheet sheet, SubjectKind kind, RunResult result) {
    sheet.add(kind, Measure.P50, result.deliveries().millis(50));
    sheet.add(kind, Measure.P99, result.deliveries().millis(99));
    sheet.add(kind, Measure.P999, result.deliveries().millis(99.9));
    sheet.add(kind, Measure.MAX, result.deliveries().maxMillis());
    if (result.acks().count() > 0) {
      sheet.add(kind, Measure.ACK_P99, result.acks().millis(99));
    }
    sheet.add(kind, Measure.LAG_P99, result.lags().millis(99));
  }

  /** Takes the shares of CPU of all who took part. */
  void cores(Sheet sheet, Subject subject, Usage usage) {
    SubjectKind kind = subject.kind();
    sheet.add(kind, Measure.SERVER_CORES, usage.cores(usage.servers()));
    if (subject.redis().isPresent()) {
      sheet.add(kind, Measure.REDIS_CORES, usage.cores(usage.redis()));
    }
    if (subject.front().isPresent()) {
      sheet.add(kind, Measure.NGINX_CORES, usage.cores(usage.nginx()));
    }
    sheet.add(kind, Measure.LOAD_CORES, usage.cores(usage.load()));
  }

  /** Takes what connecting took and cost. */
  void dials(Sheet sheet, Subject subject, DialResult result, Usage usage) {
    SubjectKind kind = subject.kind();
    sheet.add(kind, Measure.CONNECT_CPU, usage.serverMicrosEach(result.ready()) / 1e3);
    sheet.add(kind, Measure.CONNECT_REDIS_CPU, usage.redis().toNanos() / 1e6 / result.ready());
    sheet.add(kind, Measure.CONNECT_P50, result.latencies().millis(50));
    sheet.add(kind, Measure.CONNECT_P99, result.latencies().millis(99));
    cores(sheet, subject, usage);
  }

  /** A group leaves; that the server had ended some of it is noted. */
  void drop(Subject subject, String role) {
    long dropped = fleet.close(group(subject, role));
    if (dropped > 0) {
      trouble(role, subject.kind(), "the server ended " + dropped);
    }
  }

  /** Lets time pass: heartbeats that came due are answered, and what was left over is done. */
  static void settle(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", interrupted);
    }
  }

  /**
   * Who speaks to whom.
   *
   * @param receivers groups; the first one's users are those that direct messages go to
   * @param bytes length of the text
   */
  record Talk(String senders, List<String> receivers, Kind kind, int bytes) {}

  /** A run, and what it cost. */
  record Outcome(RunResult result, Usage usage) {}
}
