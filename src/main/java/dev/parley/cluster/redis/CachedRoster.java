package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import dev.parley.kernel.Scheduler;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.redisson.api.CacheAsync;
import org.redisson.api.RedissonClient;

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
 * <p>Two nodes may write one entry at the same time and in the wrong order: whoever finds that a
 * newer one was replaced puts it back, so that the newest is what stays.
 */
final class CachedRoster implements RosterMirror {
  private static final String STATUSES = "user:status";
  private static final String DEVICES = "user:devices";
  private static final String SOCKETS = "socket:user";

  private final RedisGuard guard;
  private final JCaches caches;
  private final RosterKeys keys;
  private final CacheTimes times;
  private final RedisClock clock;
  private final Map<String, CacheEnd> ends = new HashMap<>();

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
    for (String name : List.of(STATUSES, DEVICES)) {
      ends.put(name, new CacheEnd(guard, scheduler, keys.cache(name), times.user()));
    }
    ends.put(SOCKETS, new CacheEnd(guard, scheduler, keys.cache(SOCKETS), times.socket()));
  }

  @Override
  public void standing(String userId, Standing standing, long stampMicros) {
    String word = standing.status().name().toLowerCase(Locale.ROOT);
    String since = standing.lastSeen().map(at -> " " + at.toEpochMilli()).orElse("");
    put(STATUSES, userId, stampMicros, word + since);
  }

  @Override
  public void devices(String userId, List<Placed> sockets, long stampMicros) {
    put(DEVICES, userId, stampMicros, MemberJson.write(sockets));
  }

  @Override
  public void came(Member member) {
    guard
        .call("cache", redis -> sockets(redis).putAsync(member.socketId(), member.userId()))
        // Also when it failed: what came too late may be done all the same.
        .whenComplete((done, failure) -> ends.get(SOCKETS).written());
  }

  @Override
  public void went(String socketId) {
    guard.call("cache", redis -> sockets(redis).removeAsync(socketId));
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

  private void put(String cache, String userId, long stampMicros, String text) {
    guard
        .call(
            "cache", redis -> users(redis, cache).getAndPutAsync(userId, stampMicros + " " + text))
        .whenComplete((before, failure) -> ends.get(cache).written())
        .thenAccept(
            before -> {
              if (before != null && stamp(before) > stampMicros) {
                put(cache, userId, stamp(before), text(before));
              }
            });
  }

  private CacheAsync<String, String> users(RedissonClient redis, String name) {
    return caches.modified(redis, keys.cache(name), times.user());
  }

  private CacheAsync<String, String> sockets(RedissonClient redis) {
    return caches.modified(redis, keys.cache(SOCKETS), times.socket());
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
