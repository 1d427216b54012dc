package dev.parley.cluster.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.cluster.api.Roster;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The roster of one node; a restart forgets it. Never blocks. */
public final class MemoryRoster implements Roster {
  private static final int MAX_LAST_SEEN = 100_000;

  private final String node;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Map<String, MemoryRosterSpace> namespaces = new ConcurrentHashMap<>();

  /**
   * @param node what this node is called
   */
  public MemoryRoster(String node, Scheduler scheduler, TimeSource time) {
    this.node = node;
    this.scheduler = scheduler;
    this.time = time;
  }

  @Override
  public void listen(String namespace, Duration grace, Listener listener) {
    Cache<String, Instant> lastSeen = Caffeine.newBuilder().maximumSize(MAX_LAST_SEEN).build();
    MemoryRosterSpace space =
        new MemoryRosterSpace(scheduler, time, grace, listener, lastSeen.asMap());
    if (namespaces.putIfAbsent(namespace, space) != null) {
      throw new IllegalStateException(namespace + " has its listener already");
    }
  }

  @Override
  public void put(String namespace, Member member) {
    space(namespace).put(member);
  }

  @Override
  public void remove(String namespace, String userId, String socketId) {
    space(namespace).remove(userId, socketId);
  }

  @Override
  public Map<String, Standing> standings(String namespace, Collection<String> userIds) {
    MemoryRosterSpace space = space(namespace);
    return userIds.stream()
        .distinct()
        .collect(Collectors.toMap(Function.identity(), space::standing));
  }

  @Override
  public int sockets(String namespace, String userId) {
    return space(namespace).members(userId).size();
  }

  @Override
  public int count(String namespace) {
    return space(namespace).count();
  }

  @Override
  public List<Present> present(String namespace, int limit) {
    return space(namespace).present(limit);
  }

  @Override
  public List<Placed> socketsOf(String userId) {
    return namespaces.entrySet().stream()
        .flatMap(
            namespace ->
                namespace.getValue().members(userId).stream()
                    .map(member -> new Placed(namespace.getKey(), node, member)))
        .toList();
  }

  private MemoryRosterSpace space(String namespace) {
    MemoryRosterSpace space = namespaces.get(namespace);
    if (space == null) {
      throw new IllegalStateException(namespace + " has no listener");
    }
    return space;
  }
}
