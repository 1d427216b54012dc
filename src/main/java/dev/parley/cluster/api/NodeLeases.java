package dev.parley.cluster.api;

import java.util.List;
import java.util.Set;

/**
 * Which nodes live, by leases that run out by the clock of the store.
 *
 * <p>Safe on any thread; nothing here blocks. A node that could not renew goes on as long as nobody
 * took its lease away; one whose lease was taken away is told, once, and goes on under a new
 * incarnation.
 */
public interface NodeLeases {
  /** The present incarnation of this node; what it writes about its sockets carries it. */
  String incarnation();

  /** Incarnations whose leases live, as last seen; this node's own is among them. */
  Set<String> live();

  /** Whether {@link #live} is what the store said a moment ago. */
  boolean isCurrent();

  /** What is known of the nodes that live. */
  List<NodeInfo> nodes();

  /**
   * Calls when this node's lease was taken away while it was paused or cut off: what it held under
   * the old incarnation is no longer its own. The call is made after the new incarnation began.
   */
  void onFenced(Runnable listener);

  /**
   * Calls when the store may have lost what this node wrote to it: it came back empty, or another
   * server took its place. Whoever keeps something there of this node writes it again. Must not
   * block.
   */
  void onLoss(Runnable listener);

  /** Sets one more who cleans up after incarnations that ended; before {@link #start}. */
  void onEnded(EndListener listener);

  /** Takes the lease, and from then on keeps it; called once, when all listeners are set. */
  void start();

  /**
   * Gives the lease up, after {@code onEnded} of this incarnation may be called elsewhere; called
   * at the end of a drain. Whoever closes the store waits for it.
   */
  void release();

  /** How an incarnation ended. */
  enum End {
    /** Its lease ran out. */
    DIED,
    /** It gave its lease up, after its clients were told to go elsewhere. */
    RELEASED
  }

  /** Cleans up after an incarnation. */
  @FunctionalInterface
  interface EndListener {
    /**
     * Called on one of the living nodes for each incarnation that ended; again when it throws, and
     * on another node when this one dies in the middle of it, so the work must be repeatable. Calls
     * of one node come one at a time; may block.
     */
    void ended(String incarnation, End end);
  }

  /**
   * A node as the others see it.
   *
   * @param state {@code serving}, {@code draining} or {@code drained}
   */
  record NodeInfo(String name, String incarnation, String state, long sockets) {}
}
