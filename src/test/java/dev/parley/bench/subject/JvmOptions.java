package dev.parley.bench.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVM options of measured nodes, beside those that the server ships with.
 *
 * @param more others, separated by spaces; those of the heap are not among them
 */
public record JvmOptions(String more) {
  /** Those of each node; one alone may have 2 GB of heap, each of several 1 GB. */
  List<String> forNodes(int count) {
    List<String> options = new ArrayList<>();
    options.add(count == 1 ? "-Xmx2g" : "-Xmx1g");
    Stream.of(more.strip().split("\\s+", -1)).filter(text -> !text.isEmpty()).forEach(options::add);
    return options;
  }

  /** What the report says of them. */
  public String describe() {
    return "-Xmx2g (1 node), -Xmx1g (each of 3)" + (more.isBlank() ? "" : ", " + more.strip());
  }
}
