package dev.parley.kernel;

/** How far a node is in its life; it goes forward only. */
public enum NodePhase {
  /** Does not hear the other nodes yet, and takes no client. */
  STARTING("starting"),
  SERVING("serving"),
  /** Takes no new client, and parts from those it has. */
  DRAINING("draining"),
  /** Has no client and holds nothing; it may be stopped. */
  DRAINED("drained");

  private final String wireName;

  NodePhase(String wireName) {
    this.wireName = wireName;
  }

  /** As it stands in answers, leases and logs. */
  public String wireName() {
    return wireName;
  }
}
