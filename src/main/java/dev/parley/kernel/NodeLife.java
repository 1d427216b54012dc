package dev.parley.kernel;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The phase that this node is in; set by its start and its drain, asked by whoever lets clients in
 * or tells others of the node. Safe on any thread, never blocks.
 */
public final class NodeLife {
  private final AtomicReference<NodePhase> phase;

  /** That of a node which serves already. */
  public NodeLife() {
    this(NodePhase.SERVING);
  }

  /** That of a node in a phase. */
  public NodeLife(NodePhase phase) {
    this.phase = new AtomicReference<>(phase);
  }

  public NodePhase phase() {
    return phase.get();
  }

  /** Whether new clients are welcome. */
  public boolean isServing() {
    return phase.get() == NodePhase.SERVING;
  }

  /**
   * Goes on to a later phase.
   *
   * @return false, and nothing changes, when the node is there or further
   */
  public boolean enter(NodePhase later) {
    NodePhase before = phase.getAndUpdate(now -> later.compareTo(now) > 0 ? later : now);
    return later.compareTo(before) > 0;
  }
}
