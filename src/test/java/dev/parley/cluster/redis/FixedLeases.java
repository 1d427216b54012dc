package dev.parley.cluster.redis;

import dev.parley.cluster.api.NodeLeases;
import dev.parley.kernel.RandomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Leases that end when a test says so. */
final class FixedLeases implements NodeLeases {
  private final List<Runnable> fenceListeners = new ArrayList<>();
  private final List<Runnable> lossListeners = new ArrayList<>();
  private final List<EndListener> endListeners = new ArrayList<>();
  volatile Set<String> live = Set.of();
  volatile boolean current = true;
  private volatile String incarnation = RandomId.next();

  @Override
  public String incarnation() {
    return incarnation;
  }

  @Override
  public Set<String> live() {
    return live;
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  @Override
  public List<NodeInfo> nodes() {
    return List.of();
  }

  @Override
  public void onFenced(Runnable listener) {
    fenceListeners.add(listener);
  }

  @Override
  public void onLoss(Runnable listener) {
    lossListeners.add(listener);
  }

  @Override
  public void onEnded(EndListener listener) {
    endListeners.add(listener);
  }

  @Override
  public void start() {}

  @Override
  public void release() {}

  void fence() {
    incarnation = RandomId.next();
    fenceListeners.forEach(Runnable::run);
  }

  /** The store came back empty. */
  void lose() {
    lossListeners.forEach(Runnable::run);
  }

  void end(String ended, End end) {
    endListeners.forEach(listener -> listener.ended(ended, end));
  }
}
