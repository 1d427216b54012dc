package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.CacheAsync;

/**
 * A namespace's roster as JCache caches: statuses and devices by user, users by socket.
 *
 * <p>Operators read them as they are. For an answer an entry is taken only while it is {@link
 * CacheTimes#fresh}; else the scripts are asked, which know the truth, and what they say is noted
 * here. So many who ask for the same users within seconds cost one look at these, and a write that
 * got lost is believed for as long, not for the life of the entry. That is about as long as a dead
 * node takes to be noticed.
 *
 * <p>Entries of users are {@code <microseconds> <text>}: when it was so, by the clock of Redis, and
 * freshness is judged by that clock alone. The expiry of a cache goes by the clocks of the nodes,
 * of the one that wrote, the one that reads and any that sweeps; where they differ an entry
 * vanishes early, which costs a question, or late, and then it is not fresh.
 *
 * <p>Two nodes may write one entry in the wrong order. Who writes one entry and finds that a newer
 * one was replaced puts it back. Who writes many looks before, leaves what is newer, and looks
 * again when every write that had begun has ended.
 */
final class CachedRoster implements RosterMirror {
  private static final String STATUSES = "user:status";
  private static final String DEVICES = "user:devices";
  private static final String SOCKETS = "socket:user";
  // Longer than a write that was begun may take.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final RedisGuard guard;
  private final JCaches caches;
  private final RosterKeys keys;
  private final CacheTimes times;
  private final RedisClock clock;
  private final Scheduler scheduler;
  private final Map<String, CacheEnd> ends = new HashMap<>();
  private final CacheWrites statuses;
  private final CacheWrites devices;
  private final CacheWrites sockets;

  CachedRoster(
      RedisGuard guard,
      JCaches caches,
      RosterKeys keys,
      CacheTimes times,
      RedisClock clock,
      Scheduler scheduler) {
    this.guard = guard;
    this.caches = caches;
    this.keys = keys;
    this.times = times;
    this.clock = clock;
    this.scheduler = scheduler;
    this.statuses = writesOfUsers(STATUSES, scheduler);
    this.devices = writesOfUsers(DEVICES, scheduler);
    this.sockets = new CacheWrites(scheduler, (before, after) -> after, this::writeSockets);
    for (String name : List.of(STATUSES, DEVICES)) {
      ends.put(name, new CacheEnd(guard, scheduler, keys.cache(name), times.user()));
    }
    ends.put(SOCKETS, new CacheEnd(guard, scheduler, keys.cache(SOCKETS), times.socket()));
  }

  @Override
  public void standing(String userId, Standing standing, long stampMicros) {
    String word = standing.status().name().toLowerCase(Locale.ROOT);
    String since = standing.lastSeen().map(at -> " " + at.toEpochMilli()).orElse("");
    statuses.add(userId, Optional.of(stampMicros + " " + word + since));
  }

  @Override
  public void devices(String userId, List<Placed> placed, long stampMicros) {
    devices.add(userId, Optional.of(stampMicros + " " + MemberJson.write(placed)));
  }

  @Override
  public void came(Member member) {
    sockets.add(member.socketId(), Optional.of(member.userId()));
  }

  @Override
  public void went(String socketId) {
    sockets.add(socketId, Optional.empty());
  }

  @Override
  public Map<String, Standing> standings(Collection<String> userIds) {
    if (userIds.isEmpty()) {
      return Map.of();
    }
    Map<String, String> found =
        guard.await("cache", redis -> users(redis, STATUSES).getAllAsync(Set.copyOf(userIds)));
    Map<String, Standing> standings = new HashMap<>();
    found.forEach(
        (userId, entry) -> {
          if (isFresh(entry)) {
            standings.put(userId, standing(text(entry)));
          }
        });
    return standings;
  }

  @Override
  public Optional<List<Placed>> devices(String userId) {
    String entry = guard.await("cache", redis -> users(redis, DEVICES).getAsync(userId));
    return Optional.ofNullable(entry)
        .filter(this::isFresh)
        .map(found -> MemberJson.read(keys.namespace(), userId, text(found)));
  }

  private CacheWrites writes(String cache) {
    return cache.equals(STATUSES) ? statuses : devices;
  }

  private CacheWrites writesOfUsers(String cache, Scheduler scheduler) {
    return new CacheWrites(
        scheduler, CachedRoster::newest, entries -> writeUsers(cache, present(entries)));
  }

  private CompletionStage<?> writeUsers(String cache, Map<String, String> entries) {
    return (entries.size() == 1
            ? put(cache, entries.entrySet().iterator().next())
            : putAll(cache, entries))
        // Also when it failed: what came too late may be done all the same.
        .whenComplete((done, failure) -> ends.get(cache).written());
  }

  private CompletionStage<?> put(String cache, Map.Entry<String, String> entry) {
    return guard
        .call(
            "cache", redis -> users(redis, cache).getAndPutAsync(entry.getKey(), entry.getValue()))
        .thenAccept(
            before -> {
              if (before != null && stamp(before) > stamp(entry.getValue())) {
                writes(cache).add(entry.getKey(), Optional.of(before));
              }
            });
  }

  private CompletionStage<?> putAll(String cache, Map<String, String> entries) {
    return guard
        .call("cache", redis -> putNewer(users(redis, cache), entries))
        .thenAccept(done -> scheduler.schedule(LOOK_AGAIN, () -> lookAgain(cache, entries)));
  }

  private static CompletionStage<Void> putNewer(
      CacheAsync<String, String> cache, Map<String, String> entries) {
    return cache
        .getAllAsync(entries.keySet())
        .thenCompose(
            there -> {
              Map<String, String> newer = new HashMap<>(entries);
              there.forEach(
                  (userId, entry) -> {
                    if (stamp(entry) > stamp(entries.get(userId))) {
                      newer.remove(userId);
                    }
                  });
              return newer.isEmpty() ? done() : cache.putAllAsync(newer);
            });
  }

  private void lookAgain(String cache, Map<String, String> written) {
    guard
        .call("cache", redis -> users(redis, cache).getAllAsync(written.keySet()))
        .thenAccept(
            there ->
                there.forEach(
                    (userId, entry) -> {
                      String mine = written.get(userId);
                      if (stamp(entry) < stamp(mine)) {
                        writes(cache).add(userId, Optional.of(mine));
                      }
                    }));
  }

  private CompletionStage<?> writeSockets(Map<String, Optional<String>> entries) {
    Map<String, String> here = present(entries);
    Set<String> gone = new HashSet<>(entries.keySet());
    gone.removeAll(here.keySet());
    return guard
        .call(
            "cache",
            redis -> {
              CompletionStage<Void> removed =
                  gone.isEmpty() ? done() : sockets(redis).removeAllAsync(gone);
              CompletionStage<Void> put =
                  here.isEmpty() ? done() : sockets(redis).putAllAsync(here);
              return removed.thenCombine(put, (one, other) -> null);
            })
        .whenComplete((done, failure) -> ends.get(SOCKETS).written());
  }

  private static Map<String, String> present(Map<String, Optional<String>> entries) {
    Map<String, String> present = new HashMap<>();
    entries.forEach((key, value) -> value.ifPresent(text -> present.put(key, text)));
    return present;
  }

  private static Optional<String> newest(Optional<String> before, Optional<String> after) {
    return stamp(before.orElseThrow()) > stamp(after.orElseThrow()) ? before : after;
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private CacheAsync<String, String> users(RedisLink redis, String name) {
    return caches.modified(redis.client(), keys.cache(name), times.user());
  }

  private CacheAsync<String, String> sockets(RedisLink redis) {
    return caches.modified(redis.client(), keys.cache(SOCKETS), times.socket());
  }

  private boolean isFresh(String entry) {
    return clock.since(stamp(entry)).filter(age -> age.compareTo(times.fresh()) <= 0).isPresent();
  }

  private static Standing standing(String text) {
    String[] words = text.split(" ", 2);
    return new Standing(
        Status.valueOf(words[0].toUpperCase(Locale.ROOT)),
        words.length == 1
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(Long.parseLong(words[1]))));
  }

  private static long stamp(String entry) {
    return Long.parseLong(entry.substring(0, entry.indexOf(' ')));
  }

  private static String text(String entry) {
    return entry.substring(entry.indexOf(' ') + 1);
  }
}
