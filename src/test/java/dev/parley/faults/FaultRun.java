package dev.parley.faults;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Plays one scenario once: clients, load, the fault, and the judgement. */
final class FaultRun {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int PROCESSES = 2;

  private final ClusterHarness cluster;
  private final Form form;
  private final Leaks leaks;

  FaultRun(ClusterHarness cluster, Form form, Leaks leaks) {
    this.cluster = cluster;
    this.form = form;
    this.leaks = leaks;
  }

  RunResult play(Scenario scenario, long seed) {
    Random random = new Random(seed);
    Recorder recorder = new Recorder();
    try (Bots bots = new Bots(recorder, PROCESSES);
        LongestUse longestUse = new LongestUse(cluster)) {
      Cast cast = Cast.usual(cluster);
      Stage stage = new Stage(cluster, form, bots, recorder, cast, random);
      Load load = new Load(bots, cast.bots(), Stage.freshName(), random);
      try (load) {
        cast.bots().forEach(bots::open);
        stage.tryAwait(
            BOUND,
            "not all clients were let in",
            () -> bots.connected().size() == cast.bots().size());
        int perSecond = scenario.isCrowded() ? form.perSecondToCrowd() : form.perSecond();
        load.start(perSecond);
        stage.awaitAcked(2 * perSecond, BOUND);
        scenario.play(stage);
        load.stop();
      }
      settle(stage);
      Verdict verdict = Checker.check(recorder.sightings(), stage.terms());
      cast.bots().forEach(bot -> bots.close(bot.client()));
      leaks.find().forEach(stage::problem);
      RunResult result =
          new RunResult(
              scenario,
              seed,
              verdict,
              stage.recovery(),
              slowestAnswer(recorder.sightings()),
              longestUse.soFar(),
              stage.problems());
      if (!result.isClean()) {
        keep(result, recorder.sightings());
      }
      return result;
    }
  }

  /** Leaves what the clients saw of a run that went wrong, for whoever looks for the reason. */
  private static void keep(RunResult result, Collection<Sighting> sightings) {
    Path file =
        Project.target().resolve("faults/" + result.scenario() + "-" + result.seed() + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          Stream.concat(Stream.of(result.toString()), sightings.stream().map(Sighting::toString))
              .toList());
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot keep the history of a run", failure);
    }
  }

  private static void settle(Stage stage) {
    stage.tryAwait(
        BOUND, "some messages were never answered", () -> stage.bots().unanswered().isEmpty());
    List<String> everyone = stage.cast().bots().stream().map(Bot::client).toList();
    stage.tryAwait(
        BOUND,
        "not all clients were connected in the end",
        () -> stage.bots().connected().containsAll(everyone));
    stage.tryAwait(
        BOUND,
        "something acked had not come",
        () ->
            Checker.check(stage.recorder().sightings(), stage.terms()).count(Finding.Kind.LOST)
                == 0);
  }

  private static Duration slowestAnswer(Collection<Sighting> sightings) {
    Map<String, Long> lastSent = new HashMap<>();
    long slowest = 0;
    for (Sighting sighting : sightings) {
      if (sighting instanceof Sighting.Sent sent) {
        lastSent.put(sent.tempId(), sent.nanos());
      } else if (sighting instanceof Sighting.Acked acked) {
        slowest = Math.max(slowest, acked.nanos() - lastSent.get(acked.tempId()));
      }
    }
    return Duration.ofNanos(slowest);
  }
}
