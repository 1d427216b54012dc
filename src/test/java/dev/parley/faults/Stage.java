package dev.parley.faults;

import static org.awaitility.Awaitility.await;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.LibertyServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run of a scenario: the cluster under load, and what the scenario says about what it did.
 *
 * <p>Used by one thread.
 */
final class Stage {
  private static final Duration LET_IN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final ClusterHarness cluster;
  private final Form form;
  private final Bots bots;
  private final Recorder recorder;
  private final Cast cast;
  private final Random random;
  private final List<String> problems = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private Terms terms = Terms.STRICT;

  Stage(ClusterHarness cluster, Form form, Bots bots, Recorder recorder, Cast cast, Random random) {
    this.cluster = cluster;
    this.form = form;
    this.bots = bots;
    this.recorder = recorder;
    this.cast = cast;
    this.random = random;
  }

  private record Mark(Set<String> affected, long from, boolean isLoss) {
    RecoveryTimes read(List<Sighting> seen) {
      return isLoss
          ? RecoveryTimes.ofLosses(seen, affected, from)
          : RecoveryTimes.of(seen, affected, from);
    }
  }

  ClusterHarness cluster() {
    return cluster;
  }

  Form form() {
    return form;
  }

  Bots bots() {
    return bots;
  }

  Cast cast() {
    return cast;
  }

  Recorder recorder() {
    return recorder;
  }

  Random random() {
    return random;
  }

  /** Lets one more client into the numbered room, that says nothing and stays to the end. */
  Bot enter(String client, String user, URI url) {
    Bot bot = cast.add(client, user, "/global-chat", url);
    bots.open(bot);
    return bot;
  }

  /** Waits until everybody of the cast is connected. */
  void awaitLetIn() {
    List<String> everyone = cast.bots().stream().map(Bot::client).toList();
    tryAwait(LET_IN, "not all clients were let in", () -> bots.connected().containsAll(everyone));
  }

  /** One of the nodes, by the seed. */
  int pickNode() {
    return random.nextInt(cluster.size());
  }

  /** Clients of the numbered room, in which everyone hears everything; by a condition. */
  Set<String> listeners(Predicate<Bot> chosen) {
    return cast.bots().stream()
        .filter(bot -> bot.namespace().equals("/global-chat"))
        .filter(chosen)
        .map(Bot::client)
        .collect(Collectors.toSet());
  }

  /** The listeners that a node serves. */
  Set<String> listenersAt(int node) {
    Set<String> there = bots.at(ClusterHarness.nodeName(node));
    return listeners(bot -> there.contains(bot.client()));
  }

  /** From now, or the moment given, the recovery of these listeners is measured. */
  void measure(Set<String> affected, long from) {
    marks.add(new Mark(affected, from, false));
  }

  /** The recovery of these is measured from when each loses its connection, not before that. */
  void measureLosses(Set<String> affected, long notBefore) {
    marks.add(new Mark(affected, notBefore, true));
  }

  /** Waits until all that are measured have heard something that was said after their fault. */
  void awaitHeard(Duration within) {
    tryAwait(
        within,
        "not all affected clients heard from the others again",
        () -> recovery().missing().isEmpty());
  }

  /** What has been measured. */
  RecoveryTimes recovery() {
    List<Sighting> seen = recorder.sightings();
    RecoveryTimes all = new RecoveryTimes(List.of(), Set.of());
    for (Mark mark : marks) {
      all = all.and(mark.read(seen));
    }
    return all;
  }

  /** Lets time pass under load: a fault has to last. */
  void hold(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await().atMost(time.plusSeconds(5)).pollInterval(POLL).until(() -> System.nanoTime() >= end);
  }

  /** Waits until so many more messages have been acked. */
  void awaitAcked(int more, Duration within) {
    long goal = recorder.acked() + more;
    tryAwait(within, "no more than " + more + " acks", () -> recorder.acked() >= goal);
  }

  /** Waits; a condition that is not met in time is a problem of the run, not its end. */
  void tryAwait(Duration within, String otherwise, Callable<Boolean> condition) {
    try {
      await().atMost(within).pollInterval(POLL).until(condition);
    } catch (ConditionTimeoutException late) {
      problems.add(otherwise + " within " + within.toSeconds() + " s");
    }
  }

  void problem(String inWords) {
    problems.add(inWords);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Since that moment, nodes may have served their clients alone (ADR 10); up to now. */
  void wasAlone(long from) {
    terms = terms.alone(from, System.nanoTime());
  }

  void mayLoseSessions() {
    terms = terms.withLostSessions();
  }

  Terms terms() {
    return terms;
  }

  /** Brings back whatever a scenario, perhaps in the middle of its work, left broken. */
  static void mend(ClusterHarness cluster) {
    if (cluster.sentinels().isPresent()) {
      cluster.sentinels().get().mend();
    } else {
      mendRedis(cluster);
    }
    for (LibertyServer node : cluster.nodes()) {
      if (node.isAlive()) {
        node.signal("CONT");
      } else {
        node.restart();
      }
    }
    cluster.nodes().forEach(LibertyServer::awaitReady);
  }

  private static void mendRedis(ClusterHarness cluster) {
    if (!cluster.redis().isAlive()) {
      cluster.redis().restart();
    }
    cluster.redis().resume();
    for (int index = 0; index < cluster.size(); index++) {
      cluster.link(index).delay(Duration.ZERO);
      if (cluster.link(index).isDead()) {
        cluster.link(index).revive();
      }
    }
  }

  /** A name that no other run has. */
  static String freshName() {
    return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36).substring(0, 6);
  }
}
