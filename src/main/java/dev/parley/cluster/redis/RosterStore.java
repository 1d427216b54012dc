package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.NodeLeases.End;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Present;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

/** A namespace's roster in Redis; every call goes through the guard and fails as it does. */
final class RosterStore {
  private static final int ANSWER_FIELDS = 9;
  private static final int STANDING_FIELDS = 4;

  private final RedisGuard guard;
  private final RosterKeys keys;
  private final RosterTimes times;
  private final String node;
  private final RedisClock clock;
  private final Duration grace;
  private final Duration life;

  /**
   * @param node what this node is called
   * @param clock told what time it is at each answer that says so
   */
  RosterStore(
      RedisGuard guard,
      RosterKeys keys,
      String node,
      RosterTimes times,
      Duration grace,
      RedisClock clock) {
    this.guard = guard;
    this.keys = keys;
    this.node = node;
    this.clock = clock;
    this.times = times;
    this.grace = grace;
    this.life = times.life().plus(grace);
  }

  /**
   * Writes an update.
   *
   * @return empty when its incarnation was ended, or when a newer version is there
   */
  CompletionStage<Optional<RosterAnswer>> write(RosterUpdate update) {
    String ended = update.drop() == null ? "" : update.drop().incarnation();
    String user = update.userId();
    List<Object> names =
        List.of(
            keys.user(user),
            keys.online(),
            keys.cards(),
            keys.index(update.incarnation()),
            keys.lastSeen(user),
            keys.gone(update.incarnation()),
            keys.index(ended.isEmpty() ? update.incarnation() : ended));
    Object[] arguments = {
      bytes(update.incarnation()),
      bytes(update.version()),
      bytes(update.acknowledged()),
      bytes(user),
      bytes(update.sockets().size()),
      flag(update.isAway()),
      bytes(update.name() == null ? "" : update.name()),
      bytes(update.sockets().isEmpty() ? "" : MemberJson.write(placed(update.sockets()))),
      bytes(grace.toMillis()),
      bytes(life.toMillis()),
      bytes(times.lastSeen().toMillis()),
      bytes(ended),
      flag(update.drop() != null && update.drop().end() == End.DIED),
      bytes(times.online().toMillis()),
      bytes(times.index().toMillis())
    };
    long asked = clock.nanoTime();
    return guard
        .call("roster", redis -> LuaScript.ROSTER.list(redis, names, arguments))
        .thenApply(answer -> answer(user, answer, asked));
  }

  /** Sockets of this node. */
  List<Placed> placed(Collection<Member> sockets) {
    return sockets.stream().map(member -> new Placed(keys.namespace(), node, member)).toList();
  }

  /** How users stand, apart from what an incarnation has of them. May block. */
  List<Stand> stands(String incarnation, Collection<String> userIds) {
    List<Object> names = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    names.add(keys.online());
    arguments.add(bytes(incarnation));
    for (String user : userIds) {
      names.add(keys.user(user));
      names.add(keys.lastSeen(user));
      arguments.add(bytes(user));
    }
    long asked = clock.nanoTime();
    List<Object> answer =
        guard.await(
            "standing", redis -> LuaScript.STANDING.list(redis, names, arguments.toArray()));
    clock.told((Long) answer.get(0), asked);
    List<Stand> stands = new ArrayList<>();
    for (int i = 1; i < answer.size(); i += STANDING_FIELDS) {
      stands.add(
          new Stand(
              (Long) answer.get(0),
              isSet(answer.get(i)),
              count(answer.get(i + 1)),
              isSet(answer.get(i + 2)),
              (Long) answer.get(i + 3)));
    }
    return stands;
  }

  int count() {
    return count(present(0L).get(0));
  }

  List<Present> present(int limit) {
    List<Object> answer = present((long) limit);
    List<Present> present = new ArrayList<>();
    for (int i = 1; i < answer.size(); i += 2) {
      String[] card = text(answer.get(i + 1)).split(" ", 2);
      present.add(new Present(text(answer.get(i)), nullable(card[1]), Integer.parseInt(card[0])));
    }
    return present;
  }

  /** Every socket of a user. May block. */
  List<Placed> sockets(String userId) {
    return guard
        .await(
            "standing",
            redis ->
                redis
                    .client()
                    .<byte[], byte[]>getMap(keys.user(userId), ByteArrayCodec.INSTANCE)
                    .readAllValuesAsync())
        .stream()
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .filter(value -> value.indexOf('|') >= 0)
        .map(value -> value.substring(value.indexOf('|') + 1))
        .flatMap(json -> MemberJson.read(keys.namespace(), userId, json).stream())
        .toList();
  }

  /** Has writes of an incarnation refused from now on. May block. */
  void refuse(String incarnation, Duration memory) {
    guard.await(
        "reap",
        redis ->
            redis
                .client()
                .<String>getBucket(keys.gone(incarnation), StringCodec.INSTANCE)
                .setAsync("1", memory));
  }

  /** Some users of an incarnation; empty when there is none left. May block. */
  Set<String> users(String incarnation, int limit) {
    return guard.await(
        "reap",
        redis ->
            redis
                .client()
                .<String>getSet(keys.index(incarnation), StringCodec.INSTANCE)
                .randomAsync(limit));
  }

  private List<Object> present(long limit) {
    return guard.await(
        "present",
        redis ->
            LuaScript.PRESENT.list(
                redis, List.of(keys.online(), keys.cards()), new Object[] {bytes(limit)}));
  }

  private Optional<RosterAnswer> answer(String userId, List<Object> answer, long askedNanos) {
    if (answer.size() < ANSWER_FIELDS) {
      return Optional.empty();
    }
    clock.told((Long) answer.get(6), askedNanos);
    List<Placed> others =
        answer.subList(ANSWER_FIELDS, answer.size()).stream()
            .flatMap(json -> MemberJson.read(keys.namespace(), userId, text(json)).stream())
            .toList();
    return Optional.of(
        new RosterAnswer(
            count(answer.get(1)),
            isSet(answer.get(2)),
            count(answer.get(3)),
            isSet(answer.get(4)),
            (Long) answer.get(5),
            (Long) answer.get(6),
            (Long) answer.get(7),
            nullable(text(answer.get(8))),
            others));
  }

  private static byte[] flag(boolean set) {
    return bytes(set ? 1 : 0);
  }

  private static boolean isSet(Object flag) {
    return (Long) flag == 1;
  }

  private static int count(Object number) {
    return Math.toIntExact((Long) number);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private static String nullable(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * How a user stands, apart from one incarnation.
   *
   * @param lastSeenMillis 0 when it is not known
   */
  record Stand(
      long stampMicros, boolean online, int others, boolean othersAway, long lastSeenMillis) {}
}
