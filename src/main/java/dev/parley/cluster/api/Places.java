package dev.parley.cluster.api;

/**
 * Counts what is held of something that all nodes share, as connections of one user.
 *
 * <p>What a node held is free again when its lease ends. Safe on any thread.
 */
public interface Places {
  /**
   * Takes a place; may block for half a second. While the store is away this node's own count alone
   * decides.
   *
   * @param kind what is counted, a word of a small closed set
   * @param most how many there may be over all nodes
   * @return false, and nothing taken, when all are taken
   */
  boolean take(String kind, String subject, int most);

  /** Gives a place back that was taken on this node; never blocks. */
  void give(String kind, String subject);
}
