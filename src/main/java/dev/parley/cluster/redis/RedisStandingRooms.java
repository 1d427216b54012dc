package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.StandingRooms;
import dev.parley.cluster.redis.LateCalls.Call;
import dev.parley.kernel.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Standing rooms as sets that all nodes share. */
public final class RedisStandingRooms implements StandingRooms {
  private static final String OPERATION = "standing-rooms";
  private static final byte[] LIFE_MILLIS = bytes(Duration.ofDays(7).toMillis());

  private final RedisGuard guard;
  private final String prefix;
  private final StandingRooms local;
  private final LateCalls late;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param local what this node knows, for when Redis is away
   */
  RedisStandingRooms(RedisGuard guard, String prefix, StandingRooms local, Scheduler scheduler) {
    this.guard = guard;
    this.prefix = prefix;
    this.local = local;
    this.late = new LateCalls(guard, scheduler, OPERATION);
  }

  @Override
  public CompletionStage<Void> add(String namespace, String userId, String room) {
    local.add(namespace, userId, room);
    Call call = redis -> rooms(redis, namespace, userId, LIFE_MILLIS, bytes(room));
    return guard
        .call(OPERATION, call)
        .<Void>thenApply(done -> null)
        .whenComplete(
            (done, away) -> {
              if (away != null) {
                later(new Subject(namespace, userId, room), call);
              }
            });
  }

  @Override
  public Set<String> of(String namespace, String userId) {
    return find(namespace, userId, call -> {});
  }

  @Override
  public Set<String> ofComing(String namespace, String userId) {
    return find(namespace, userId, call -> later(new Subject(namespace, userId, ""), call));
  }

  @Override
  public void onLate(Listener listener) {
    listeners.add(listener);
  }

  private Set<String> find(String namespace, String userId, Consumer<Call> away) {
    Call call = redis -> rooms(redis, namespace, userId, LIFE_MILLIS);
    try {
      return known(namespace, userId, guard.await(OPERATION, call));
    } catch (RedisUnavailableException unavailable) {
      away.accept(call);
      return local.of(namespace, userId);
    }
  }

  private void later(Subject subject, Call call) {
    late.add(
        subject,
        call,
        found -> {
          Set<String> rooms = known(subject.namespace(), subject.userId(), found);
          listeners.forEach(told -> told.late(subject.namespace(), subject.userId(), rooms));
        });
  }

  /** What Redis and this node know together; this node knows it from now on. */
  private Set<String> known(String namespace, String userId, List<Object> found) {
    Set<String> rooms = new HashSet<>(local.of(namespace, userId));
    found.forEach(room -> rooms.add(new String((byte[]) room, StandardCharsets.UTF_8)));
    rooms.forEach(room -> local.add(namespace, userId, room));
    return rooms;
  }

  private CompletionStage<List<Object>> rooms(
      RedisLink redis, String namespace, String userId, Object... arguments) {
    String key = prefix + ":{" + namespace + "}:user:" + userId + ":standing";
    return LuaScript.ROOMS.list(redis, List.of(key), arguments);
  }

  /**
   * What is asked or said once, however many sockets wait for it.
   *
   * @param room that is added; empty for a question
   */
  private record Subject(String namespace, String userId, String room) {}
}
