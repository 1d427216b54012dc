package dev.parley.cluster.memory;

import dev.parley.cluster.api.NodeLeases;
import dev.parley.kernel.RandomId;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The lease of the only node: nobody takes it away. */
public final class MemoryNodeLeases implements NodeLeases {
  private final String incarnation = RandomId.next();
  private final String name;
  private final Supplier<String> state;
  private final LongSupplier sockets;

  /**
   * @param state a word of {@link NodeInfo#state}
   */
  public MemoryNodeLeases(String name, Supplier<String> state, LongSupplier sockets) {
    this.name = name;
    this.state = state;
    this.sockets = sockets;
  }

  @Override
  public String incarnation() {
    return incarnation;
  }

  @Override
  public Set<String> live() {
    return Set.of(incarnation);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public List<NodeInfo> nodes() {
    return List.of(new NodeInfo(name, incarnation, state.get(), sockets.getAsLong()));
  }

  @Override
  public void onFenced(Runnable listener) {
    // There is nobody who could take this node for dead.
  }

  @Override
  public void onLoss(Runnable listener) {
    // There is no store that could lose anything.
  }

  @Override
  public void onEnded(EndListener listener) {
    // There is no other node that could end.
  }

  @Override
  public void start() {
    // There is nobody to show a lease to.
  }

  @Override
  public void release() {
    // Nobody waits for it.
  }
}
