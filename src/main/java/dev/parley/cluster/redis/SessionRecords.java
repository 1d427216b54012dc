package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.SessionStore.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code session.lua}; every call goes through the guard and fails as it does. */
final class SessionRecords {
  private final RedisGuard guard;
  private final String prefix;

  SessionRecords(RedisGuard guard, String prefix) {
    this.guard = guard;
    this.prefix = prefix;
  }

  /** Writes a session; false when a newer generation is there. */
  CompletionStage<Boolean> save(Session session, long version, Duration life) {
    return call(
        SessionKey.of(session),
        bytes("save"),
        bytes(session.generation()),
        bytes(version),
        bytes(session.userId()),
        bytes(SessionJson.write(session)),
        bytes(life.toMillis()));
  }

  /** Ends a session; false when a newer generation is there. */
  CompletionStage<Boolean> end(Session session, long version, Duration late) {
    return call(
        SessionKey.of(session),
        bytes("end"),
        bytes(session.generation()),
        bytes(version),
        bytes(late.toMillis()));
  }

  /**
   * Takes a session over. May block.
   *
   * @param id of this claim: whoever did not hear what became of it asks again by the same
   */
  Claim claim(SessionKey key, String userId, Duration life, String id) {
    Object[] arguments = {bytes("claim"), bytes(userId), bytes(life.toMillis()), bytes(id)};
    List<Object> answer =
        guard.await(
            "session", redis -> LuaScript.SESSION.list(redis, List.of(key.in(prefix)), arguments));
    long generation = (Long) answer.get(0);
    if (generation == 0) {
      return new Unknown();
    }
    if (generation < 0) {
      return new Refused();
    }
    String json = new String((byte[]) answer.get(1), StandardCharsets.UTF_8);
    return new Claimed(SessionJson.read(key, generation, userId, json));
  }

  private CompletionStage<Boolean> call(SessionKey key, Object... arguments) {
    return guard
        .call("session", redis -> LuaScript.SESSION.list(redis, List.of(key.in(prefix)), arguments))
        .thenApply(answer -> (Long) answer.get(0) != 0);
  }

  /** What became of a claim. */
  sealed interface Claim {}

  record Claimed(Session session) implements Claim {}

  /** It is another user's, or was ended. */
  record Refused() implements Claim {}

  /** Redis knows nothing of it. */
  record Unknown() implements Claim {}
}
