package dev.parley.bench.scenario;

import dev.parley.bench.order.ChurnOrder;
import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder.Kind;
import dev.parley.bench.order.RunResult;
import dev.parley.bench.report.Measure;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.report.SoakSeries;
import dev.parley.bench.subject.JvmMeter;
import dev.parley.bench.subject.ProcessMeter;
import dev.parley.bench.subject.RedisMeter;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.SubjectKind.Family;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Steady load for a long time: nothing may grow. */
final class Soak implements Scenario {
  private static final int USERS = 300;
  private static final int TALKERS = 30;
  private static final int VISITORS = 100;
  private static final int SPEAKERS = 5;
  private static final int TEXT_BYTES = 64;
  private static final double DIRECT_PER_SECOND = 50;
  private static final double CHAT_PER_SECOND = 2;
  private static final double CONNECTS_PER_SECOND = 5;
  private static final int SAMPLES = 60;
  private static final Duration SHORTEST_SAMPLE = Duration.ofSeconds(2);

  private final Duration time;
  private final Path docs;
  private final Path results;

  /**
   * Describes it.
   *
   * @param docs the folder of the plots
   * @param results the folder of the samples
   */
  Soak(Duration time, Path docs, Path results) {
    this.time = time;
    this.docs = docs;
    this.results = results;
  }

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String title() {
    return "For "
        + time.toString().substring(2).toLowerCase(Locale.ROOT)
        + ": 50 direct messages a second to 300 users, 2 a second to 100 visitors of `/global-chat`,"
        + " and 5 clients a second who connect and leave. Growth is the mean of the last quarter"
        + " over that of the second one; heap after full collections.";
  }

  @Override
  public List<SubjectKind> subjects() {
    return List.of(SubjectKind.PARLEY_CLUSTER, SubjectKind.REFERENCE_CLUSTER);
  }

  @Override
  public int rounds(int configured) {
    return 1;
  }

  @Override
  public void connect(Bench bench, Subject subject) {
    bench.fleet().open(Bench.talkers(subject, "talkers", TALKERS));
    bench.fleet().open(Bench.listeners(subject, "users", USERS));
    bench.fleet().open(Bench.talkers(subject, "speakers", SPEAKERS).in("/global-chat"));
    bench.fleet().open(Bench.listeners(subject, "visitors", VISITORS).in("/global-chat"));
  }

  @Override
  public void warmUp(Bench bench, Subject subject) {
    bench.fleet().sign(passers(subject));
    load(bench, subject, null, bench.warmUp());
  }

  private static GroupOrder passers(Subject subject) {
    GroupOrder order = Bench.listeners(subject, "passers", 500).usersNamed("p");
    return order.perSecond(CONNECTS_PER_SECOND);
  }

  @Override
  public void measure(Bench bench, Subject subject, Sheet sheet) {
    SoakSeries series = new SoakSeries(subject.kind());
    Duration sample = time.dividedBy(SAMPLES);
    if (sample.compareTo(SHORTEST_SAMPLE) < 0) {
      sample = SHORTEST_SAMPLE;
    }
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < time.toNanos()) {
      RunResult direct = load(bench, subject, sheet, sample);
      series.add(read(subject, (System.nanoTime() - begun) / 1e9, direct));
    }
    series.write(results, docs);
    growth(sheet, subject.kind(), series);
  }

  private static RunResult load(Bench bench, Subject subject, Sheet sheet, Duration time) {
    CompletableFuture<DialResult> passers =
        CompletableFuture.supplyAsync(
            () -> bench.fleet().churn(new ChurnOrder(passers(subject), time.toMillis())));
    CompletableFuture<RunResult> direct =
        bench.begin(talk(subject, "talkers", "users", Kind.DIRECT), DIRECT_PER_SECOND, time);
    CompletableFuture<RunResult> chat =
        bench.begin(talk(subject, "speakers", "visitors", Kind.CHAT), CHAT_PER_SECOND, time);
    DialResult dials = passers.join();
    if (sheet != null) {
      bench.check(sheet, subject.kind(), direct.join());
      bench.check(sheet, subject.kind(), chat.join());
      sheet.add(subject.kind(), Measure.CONNECT_FAILURES, (double) dials.failed());
    }
    chat.join();
    return direct.join();
  }

  private static Bench.Talk talk(Subject subject, String senders, String receivers, Kind kind) {
    return new Bench.Talk(
        Bench.group(subject, senders), List.of(Bench.group(subject, receivers)), kind, TEXT_BYTES);
  }

  private static SoakSeries.Sample read(Subject subject, double second, RunResult direct) {
    boolean jvm = subject.kind().family() != Family.REFERENCE;
    double heap = 0;
    double resident = 0;
    double threads = 0;
    for (long pid : subject.serverPids()) {
      heap += jvm ? new JvmMeter(pid).liveBytes() / 1e6 : 0;
      ProcessMeter meter = new ProcessMeter(pid);
      resident += meter.residentBytes() / 1e6;
      threads += meter.threads();
    }
    RedisMeter redis = new RedisMeter(subject.redis().orElseThrow().port());
    return new SoakSeries.Sample(
        second,
        jvm ? heap : Double.NaN,
        resident,
        threads,
        redis.clients(),
        redis.keys(),
        direct.deliveries().millis(99));
  }

  private static void growth(Sheet sheet, SubjectKind kind, SoakSeries series) {
    if (kind.family() != Family.REFERENCE) {
      sheet.add(kind, Measure.HEAP_GROWTH, series.growth(SoakSeries.Line.HEAP));
    }
    sheet.add(kind, Measure.RSS_GROWTH, series.growth(SoakSeries.Line.RSS));
    sheet.add(kind, Measure.THREAD_GROWTH, series.growth(SoakSeries.Line.THREADS));
    sheet.add(kind, Measure.REDIS_CLIENT_GROWTH, series.growth(SoakSeries.Line.REDIS_CLIENTS));
    sheet.add(kind, Measure.KEY_GROWTH, series.growth(SoakSeries.Line.REDIS_KEYS));
  }

  @Override
  public void disconnect(Bench bench, Subject subject) {
    for (String role : List.of("talkers", "users", "speakers", "visitors")) {
      bench.drop(subject, role);
    }
  }
}
