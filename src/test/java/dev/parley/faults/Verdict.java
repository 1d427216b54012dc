package dev.parley.faults;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the checker found.
 *
 * @param acked how many messages were acked
 * @param pending how many of them by a node that had no store
 * @param receipts how many deliveries were seen
 */
record Verdict(long acked, long pending, long receipts, List<Finding> findings) {
  private static final int SHOWN = 40;

  Verdict {
    findings = List.copyOf(findings);
  }

  long count(Finding.Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }

  boolean isClean() {
    return findings.isEmpty();
  }

  @Override
  public String toString() {
    return findings.size()
        + " findings in "
        + acked
        + " acked messages ("
        + pending
        + " pending) and "
        + receipts
        + " deliveries"
        + findings.stream()
            .limit(SHOWN)
            .map(finding -> "\n  " + finding)
            .collect(Collectors.joining());
  }
}
