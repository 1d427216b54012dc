package dev.parley.faults;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of one run.
 *
 * @param slowestAnswer the longest time that a client on a working connection waited for an answer
 * @param longestUse the longest use of Redis that a caller at any node saw
 * @param problems what else was not as it should be, in words
 */
record RunResult(
    Scenario scenario,
    long seed,
    Verdict verdict,
    RecoveryTimes recovery,
    Duration slowestAnswer,
    Duration longestUse,
    List<String> problems) {
  RunResult {
    problems = List.copyOf(problems);
  }

  boolean isClean() {
    return verdict.isClean() && problems.isEmpty();
  }

  @Override
  public String toString() {
    return scenario
        + " with seed "
        + seed
        + ": "
        + verdict
        + "\n  recovery p50 "
        + recovery.percentile(50).toMillis()
        + " ms, p99 "
        + recovery.percentile(99).toMillis()
        + " ms, slowest answer "
        + slowestAnswer.toMillis()
        + " ms, longest use of Redis "
        + longestUse.toMillis()
        + " ms"
        + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
  }
}
