package dev.parley.bench;

import dev.parley.bench.fleet.LoadFleet;
import dev.parley.bench.report.BenchmarkPage;
import dev.parley.bench.report.Sheet;
import dev.parley.bench.report.SheetFile;
import dev.parley.bench.scenario.Bench;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Scenarios;
import dev.parley.bench.subject.JvmOptions;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import dev.parley.bench.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs the scenarios that are chosen, writes the figures of each, and the page of all.
 *
 * <p>Linux only. It fails when a message of Parley's was lost or doubled, or a run broke; never for
 * a figure.
 */
public final class Benchmark {
  private final BenchSettings settings;
  private final Subjects subjects;
  private final Bench bench;

  private Benchmark(BenchSettings settings, Subjects subjects, LoadFleet fleet) {
    this.settings = settings;
    this.subjects = subjects;
    this.bench = new Bench(fleet, settings.window(), settings.warmUp());
  }

  /** Takes no arguments; {@link BenchSettings} has what can be set. */
  public static void main(String[] arguments) throws IOException {
    BenchSettings settings = BenchSettings.read();
    List<String> troubles;
    try (Subjects subjects = new Subjects(new JvmOptions(settings.jvm()));
        LoadFleet fleet = new LoadFleet(settings.loadProcesses())) {
      Benchmark benchmark = new Benchmark(settings, subjects, fleet);
      Scenarios.all(settings).stream()
          .filter(scenario -> settings.only().matcher(scenario.name()).find())
          .forEach(benchmark::attempt);
      troubles = benchmark.bench.troubles();
    }
    writePage(settings);
    if (!troubles.isEmpty()) {
      throw new IllegalStateException(
          "The benchmark has run, but not everything went well:\n" + String.join("\n", troubles));
    }
  }

  /** A scenario that breaks is noted, and does not keep the others from being measured. */
  private void attempt(Scenario scenario) {
    try {
      run(scenario);
    } catch (RuntimeException broken) {
      broken.printStackTrace();
      bench.trouble(scenario.name() + " broke: " + broken.getMessage());
      subjects.only(List.of());
    }
  }

  private void run(Scenario scenario) {
    long begun = System.nanoTime();
    String load = Conditions.load();
    Sheet sheet = new Sheet(scenario.name(), scenario.title(), wanted(scenario));
    int rounds = scenario.rounds(settings.rounds());
    say(scenario.name() + ": " + scenario.title());
    subjects.only(scenario.startsAnew() ? List.of() : wanted(scenario));
    if (!scenario.startsAnew()) {
      wanted(scenario).forEach(kind -> warmUp(scenario, subjects.get(kind)));
    }
    eachRound(scenario, rounds, kind -> turn(scenario, kind, sheet));
    new SheetFile(sheet, Conditions.measured(settings, rounds, load)).write(settings.results());
    say(scenario.name() + ": " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
  }

  private void warmUp(Scenario scenario, Subject subject) {
    scenario.connect(bench, subject);
    scenario.warmUp(bench, subject);
    scenario.disconnect(bench, subject);
  }

  private void turn(Scenario scenario, SubjectKind kind, Sheet sheet) {
    if (scenario.startsAnew()) {
      warmUp(scenario, subjects.anew(kind));
    }
    Subject subject = subjects.get(kind);
    scenario.connect(bench, subject);
    scenario.measure(bench, subject, sheet);
    scenario.disconnect(bench, subject);
    if (scenario.startsAnew()) {
      subjects.only(List.of());
    }
  }

  /** Goes through the subjects by turns; who is first changes. */
  private void eachRound(Scenario scenario, int rounds, Consumer<SubjectKind> measurement) {
    for (int round = 0; round < rounds; round++) {
      List<SubjectKind> turns = new ArrayList<>(wanted(scenario));
      Collections.rotate(turns, round);
      say("  round " + (round + 1) + " of " + rounds);
      turns.forEach(measurement);
    }
  }

  private List<SubjectKind> wanted(Scenario scenario) {
    return scenario.subjects().stream()
        .filter(kind -> settings.subjects().matcher(kind.name()).matches())
        .toList();
  }

  private static void writePage(BenchSettings settings) throws IOException {
    Map<String, SheetFile> files =
        SheetFile.readAll(settings.results()).stream()
            .collect(Collectors.toMap(file -> file.sheet().scenario(), Function.identity()));
    // In the order of the scenarios; what is left over was measured in other sizes.
    List<SheetFile> ordered = new ArrayList<>();
    for (Scenario scenario : Scenarios.all(settings)) {
      SheetFile file = files.remove(scenario.name());
      if (file != null) {
        ordered.add(file);
      }
    }
    files.keySet().stream().sorted().map(files::get).forEach(ordered::add);
    String page =
        new BenchmarkPage(ordered, Conditions.describe(new JvmOptions(settings.jvm()).describe()))
            .markdown();
    Path file = Files.createDirectories(settings.docs()).resolve("BENCHMARKS.md");
    Files.writeString(file, page);
    say("written: " + file);
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
