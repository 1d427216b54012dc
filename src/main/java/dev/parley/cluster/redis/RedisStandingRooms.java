package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.StandingRooms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RedissonClient;

/** Standing rooms as sets that all nodes share. */
public final class RedisStandingRooms implements StandingRooms {
  private static final byte[] LIFE_MILLIS = bytes(Duration.ofDays(7).toMillis());

  private final RedisGuard guard;
  private final String prefix;
  private final StandingRooms local;

  /**
   * @param local what this node knows, for when Redis is away
   */
  RedisStandingRooms(RedisGuard guard, String prefix, StandingRooms local) {
    this.guard = guard;
    this.prefix = prefix;
    this.local = local;
  }

  @Override
  public CompletionStage<Void> add(String namespace, String userId, String room) {
    local.add(namespace, userId, room);
    return guard
        .call("standing-rooms", redis -> rooms(redis, namespace, userId, LIFE_MILLIS, bytes(room)))
        .thenApply(done -> null);
  }

  @Override
  public Set<String> of(String namespace, String userId) {
    Set<String> rooms = new HashSet<>(local.of(namespace, userId));
    try {
      guard
          .await("standing-rooms", redis -> rooms(redis, namespace, userId, LIFE_MILLIS))
          .forEach(room -> rooms.add(new String((byte[]) room, StandardCharsets.UTF_8)));
    } catch (RedisUnavailableException away) {
      return rooms;
    }
    rooms.forEach(room -> local.add(namespace, userId, room));
    return rooms;
  }

  private CompletionStage<List<Object>> rooms(
      RedissonClient redis, String namespace, String userId, Object... arguments) {
    String key = prefix + ":{" + namespace + "}:user:" + userId + ":standing";
    return LuaScript.ROOMS.list(redis, List.of(key), arguments);
  }
}
