package dev.parley.faults;

import dev.parley.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what runs showed as {@code docs/FAULTS.md}. */
final class FaultTable {
  private final Form form;
  private final Map<Scenario, List<RunResult>> runs;

  FaultTable(Form form, List<RunResult> results) {
    this.form = form;
    this.runs =
        results.stream()
            .collect(Collectors.groupingBy(RunResult::scenario, TreeMap::new, Collectors.toList()));
  }

  void write() {
    try {
      Files.writeString(Project.root().resolve("docs/FAULTS.md"), markdown());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String markdown() {
    return INTRODUCTION
        + "\nThis run: the "
        + (form.isLong() ? "long" : "short")
        + " form, "
        + form.perSecond()
        + " messages/s ("
        + form.perSecondToCrowd()
        + " where there are "
        + form.crowd()
        + " clients more), Redis away for "
        + form.storeAway().toSeconds()
        + " s, a node cut off for "
        + form.cutOff().toSeconds()
        + " s, on "
        + machine()
        + ".\n\n"
        + "| fault | runs | messages | pending | deliveries | lost | doubled | repeated | reordered |"
        + " gaps | recovery p50, ms | p99, ms | slowest answer, ms |"
        + " longest use of Redis, ms | other problems |\n"
        + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        + runs.entrySet().stream()
            .map(entry -> row(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining())
        + "\nSeeds: "
        + runs.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + " "
                        + entry.getValue().stream()
                            .map(run -> Long.toString(run.seed()))
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; "))
        + ".\n"
        + WEAKENINGS;
  }

  private static String row(Scenario scenario, List<RunResult> results) {
    RecoveryTimes recovery =
        results.stream().map(RunResult::recovery).reduce(RecoveryTimes::and).orElseThrow();
    Duration slowest =
        results.stream().map(RunResult::slowestAnswer).max(Duration::compareTo).orElseThrow();
    Duration longestUse =
        results.stream().map(RunResult::longestUse).max(Duration::compareTo).orElseThrow();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |%n",
        scenario.title(),
        results.size(),
        results.stream().mapToLong(run -> run.verdict().acked()).sum(),
        results.stream().mapToLong(run -> run.verdict().pending()).sum(),
        results.stream().mapToLong(run -> run.verdict().receipts()).sum(),
        count(results, Finding.Kind.LOST),
        count(results, Finding.Kind.DOUBLED),
        count(results, Finding.Kind.REPEATED),
        count(results, Finding.Kind.REORDERED),
        count(results, Finding.Kind.GAP),
        recovery.percentile(50).toMillis(),
        recovery.percentile(99).toMillis(),
        slowest.toMillis(),
        longestUse.toMillis(),
        others(results));
  }

  private static long others(List<RunResult> results) {
    return count(results, Finding.Kind.MISNUMBERED)
        + count(results, Finding.Kind.FOREIGN)
        + count(results, Finding.Kind.SESSION_LOST)
        + results.stream().mapToLong(run -> run.problems().size()).sum();
  }

  private static long count(List<RunResult> results, Finding.Kind kind) {
    return results.stream().mapToLong(run -> run.verdict().count(kind)).sum();
  }

  private static String machine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processors + " cores, Java " + Runtime.version().feature();
  }

  static Path file() {
    return Project.root().resolve("docs/FAULTS.md");
  }

  private static final String INTRODUCTION =
      """
      # Faults, and what they cost

      Written by `./mvnw -Pstress verify`; not by hand. Three nodes behind Nginx with two workers \
      and one Redis (for the failover: a master, a replica and three sentinels), all on one machine, \
      which also carries the clients: published JavaScript \
      clients of both namespaces over polling, WebSocket and upgrade, which retry what is not \
      answered with the same `tempId`. `./mvnw verify` plays each fault once, more \
      briefly.

      Every send, ack, receive, connect and disconnect is recorded. **Lost** is an acked message \
      that a member never got, **doubled** one send that became two messages, **repeated** the \
      same message twice in one session (by its id), **reordered** one against its sender's order, its number \
      or the order of other receivers, **gap** a missing number. Recovery is the time from the \
      fault (for faults of Redis and of a link: from their end; when slow, and for a failover: from \
      their begin; of a node that drains: from when each client was parted from it) until a listener got the first message that was said after it. The slowest answer is the longest \
      that a client waited for the ack of one attempt, its own process and the machine's load \
      included. The longest use of Redis is \
      the longest that a caller at any node waited for it, as the nodes tell it; a use is given up \
      after 400 ms, and what is above that is a timer that came late. Other problems: a session that was not recovered, a wrong number, an announcement \
      too many or too late, anything left behind (sessions, lanes, acks, bytes, threads, keys \
      without an end, users online, subscriptions), an answer that never came.
      """;

  private static final String WEAKENINGS =
      """

      ## What is not demanded

      - One order for all, and a number, of messages that were on their way while a node had no \
      store: each node serves its own clients at once then (ADR 10), and answers **pending**. They \
      are owed exactly once by their id, and in order of each connection; a client that comes back \
      meanwhile may get one twice (ADR 11).
      - The order of two messages of which the first was retried while the second was under way: \
      the client itself sent them in two orders.
      - What a client whose session is honestly lost missed, unless it fetched it as history.
      """;
}
