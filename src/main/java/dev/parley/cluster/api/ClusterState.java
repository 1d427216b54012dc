package dev.parley.cluster.api;

/** How this node stands to the others, for health, drain and admission. Safe, never blocks. */
public interface ClusterState {
  /** Whether what others publish has arrived here once; false only during the start. */
  boolean isJoined();

  /** Whether this node serves its own clients alone, because the store is away. */
  boolean isDegraded();

  /** A state without a store: always joined, never degraded. */
  ClusterState ALONE =
      new ClusterState() {
        @Override
        public boolean isJoined() {
          return true;
        }

        @Override
        public boolean isDegraded() {
          return false;
        }
      };
}
