package dev.parley.cluster.api;

import java.util.List;

/** Which logs there are; the same on every node of a cluster. */
@FunctionalInterface
public interface LogNames {
  /** Every log, {@link ClusterMessage#CONTROL_LOG} among them. */
  List<String> all();
}
