package dev.parley.cluster.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds other nodes that have this node's name, which logs, metrics and operators cannot tell
 * apart.
 *
 * <p>The lease that this node's predecessor left is no such node: it is of the same name for some
 * seconds, but nobody renews it. For one thread.
 */
final class Namesakes {
  private final NodeSelf self;
  private final Map<String, Long> expiries = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  Namesakes(NodeSelf self) {
    this.self = self;
  }

  /**
   * Takes what a beat has seen.
   *
   * @return the leases of other processes with this name that were renewed since the last beat;
   *     each once
   */
  List<Lease> look(String mine, List<Lease> leases) {
    List<Lease> same =
        leases.stream()
            .filter(lease -> !lease.incarnation().equals(mine))
            .filter(lease -> lease.node().name().equals(self.name()))
            .filter(lease -> !lease.process().equals(self.process()))
            .toList();
    List<Lease> renewed =
        same.stream()
            .filter(
                lease ->
                    lease.expiry() > expiries.getOrDefault(lease.incarnation(), Long.MAX_VALUE))
            .filter(lease -> told.add(lease.incarnation()))
            .toList();
    expiries.clear();
    same.forEach(lease -> expiries.put(lease.incarnation(), lease.expiry()));
    told.retainAll(expiries.keySet());
    return renewed;
  }
}
