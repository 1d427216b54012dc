package dev.parley.cluster.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.cluster.api.StandingRooms;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The standing rooms of one node; those of the least recent users go first over the bound. */
public final class MemoryStandingRooms implements StandingRooms {
  private static final int MAX_USERS = 100_000;

  private final Cache<Subject, Set<String>> rooms =
      Caffeine.newBuilder().maximumSize(MAX_USERS).build();

  @Override
  public CompletionStage<Void> add(String namespace, String userId, String room) {
    rooms.asMap().merge(new Subject(namespace, userId), Set.of(room), MemoryStandingRooms::union);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Set<String> of(String namespace, String userId) {
    Set<String> known = rooms.getIfPresent(new Subject(namespace, userId));
    return known == null ? Set.of() : known;
  }

  @Override
  public Set<String> ofComing(String namespace, String userId) {
    return of(namespace, userId);
  }

  @Override
  public void onLate(Listener listener) {
    // Memory is never late.
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    if (some.containsAll(others)) {
      return some;
    }
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  private record Subject(String namespace, String userId) {}
}
