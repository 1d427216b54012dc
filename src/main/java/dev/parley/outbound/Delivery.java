package dev.parley.outbound;

/** What may happen to a message whose receiver is slow. */
public enum Delivery {
  /** Kept, in order, until it is written or the connection is closed as slow. */
  ORDERED,
  /** The newest of the same key replaces one that still waits, in its place in the queue. */
  COALESCIBLE,
  /** Dropped when anything at all still waits. */
  VOLATILE
}
