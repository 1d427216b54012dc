package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** Scripts that share a way to a real Redis. */
class RedisLinkTest {
  private static final int CROWD = 200;

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-link"));
  // So long that a machine with other things to do is no failure.
  private final RedisCluster patient =
      cluster.connect(new RedisSettings(cluster.redis.url(), "", Duration.ofSeconds(10), "t"));
  private final RedisGuard guard = patient.guard();

  @BeforeEach
  void connect() {
    await().atMost(TestCluster.BOUND).until(patient::isConnected);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  /** Adds a room to a user's; the answer is all of them. */
  private CompletionStage<List<Object>> join(String user, String room) {
    return guard.call(
        "test",
        redis ->
            LuaScript.ROOMS.list(
                redis,
                List.of("t:{" + user + "}:rooms"),
                new Object[] {bytes(60_000), bytes(room)}));
  }

  private List<CompletionStage<List<Object>>> joinAll(String room) {
    List<CompletionStage<List<Object>>> answers = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      answers.add(join("user" + i, room + i));
    }
    return answers;
  }

  private static void awaitAll(List<? extends CompletionStage<?>> answers) {
    await()
        .atMost(TestCluster.BOUND)
        .until(() -> answers.stream().allMatch(answer -> answer.toCompletableFuture().isDone()));
  }

  private static boolean isFailed(CompletionStage<?> answer) {
    return answer.toCompletableFuture().isCompletedExceptionally();
  }

  /** Until a crowd is served; a JVM that is new may need more than one. */
  private void assertEachGetsItsOwn(String room) {
    await()
        .atMost(TestCluster.BOUND)
        .until(
            () -> {
              List<CompletionStage<List<Object>>> answers = joinAll(room);
              awaitAll(answers);
              if (answers.stream().anyMatch(RedisLinkTest::isFailed)) {
                return false;
              }
              for (int i = 0; i < CROWD; i++) {
                byte[] only = bytes(room + i);
                assertThat(answers.get(i).toCompletableFuture().join())
                    .satisfiesExactly(there -> assertThat((byte[]) there).isEqualTo(only));
              }
              return true;
            });
  }

  @Test
  void aCrowdGetsEachItsOwnAnswer() {
    assertEachGetsItsOwn("a");
  }

  /** Invariant: a Redis that forgot the scripts learns them, whoever went together. */
  @Test
  void aCrowdTeachesARedisThatForgotTheScripts() {
    assertEachGetsItsOwn("a");
    assertThat(cluster.redis.answer("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(cluster.redis.answer("FLUSHALL")).isEqualTo("+OK");

    assertEachGetsItsOwn("b");
  }

  /** Invariant: what Redis refuses in the middle of others is refused alone. */
  @Test
  void oneOfTheWrongTypeFailsAlone() {
    assertEachGetsItsOwn("a");
    guard.await(
        "test",
        redis ->
            redis
                .client()
                .getBucket("t:{user7}:rooms", StringCodec.INSTANCE)
                .setAsync("not a set"));

    List<CompletionStage<List<Object>>> answers = joinAll("b");
    awaitAll(answers);

    for (int i = 0; i < CROWD; i++) {
      assertThat(isFailed(answers.get(i))).as("user%d", i).isEqualTo(i == 7);
    }
  }

  /** Invariant: what Redis has not answered when its connections are lost fails, and no more. */
  @Test
  void afterLostConnectionsTheNextCrowdIsServed() {
    assertEachGetsItsOwn("a");
    cluster.redis.hang();
    List<CompletionStage<List<Object>>> lost = joinAll("a");
    cluster.redis.kill9();
    awaitAll(lost);
    assertThat(lost).allMatch(RedisLinkTest::isFailed);

    cluster.redis.restart();
    assertEachGetsItsOwn("b");
  }

  /** Invariant: a batch that Redis refuses as busy ends with that, not with a time-out. */
  @Test
  void aBusyRedisIsAFailureAndNoSilence() throws Exception {
    assertEachGetsItsOwn("a");
    assertThat(cluster.redis.answer("CONFIG SET lua-time-limit 1")).isEqualTo("+OK");
    Future<String> busy =
        cluster.threads.submit(() -> cluster.redis.answer("EVAL \"while true do end\" 0"));
    List<CompletionStage<List<Object>>> refused = new ArrayList<>();
    try {
      await().until(() -> cluster.redis.answer("PING").startsWith("-BUSY"));

      refused.addAll(joinAll("a"));
      awaitAll(refused);
    } finally {
      assertThat(cluster.redis.answer("SCRIPT KILL")).isEqualTo("+OK");
    }
    assertThat(busy.get()).isNotEmpty();
    assertThat(refused.stream().map(RedisLinkTest::reason).distinct())
        .contains(Reason.FAILED)
        .isSubsetOf(Reason.FAILED, Reason.BREAKER_OPEN);
  }

  private static Reason reason(CompletionStage<?> answer) {
    return catchThrowableOfType(
                    CompletionException.class, () -> answer.toCompletableFuture().join())
                .getCause()
            instanceof RedisUnavailableException why
        ? why.reason()
        : null;
  }

  @Test
  void eachScriptIsRunOnceAndManyGoTogether() {
    assertEachGetsItsOwn("a");
    awaitAll(List.of(take("t:first", 1)));
    long before = reads();
    List<CompletionStage<Long>> answers = new ArrayList<>();
    cluster.redis.hang();
    for (int i = 0; i < CROWD; i++) {
      answers.add(take("t:permits", i));
    }
    cluster.redis.resume();
    awaitAll(answers);

    assertThat(answers).noneMatch(RedisLinkTest::isFailed);
    assertThat(
            guard.<Integer>await(
                "test",
                redis -> redis.client().getList("t:permits", StringCodec.INSTANCE).sizeAsync()))
        .isEqualTo(CROWD);
    assertThat(reads() - before).isLessThan(CROWD / 2);
  }

  /** Adds an entry to a list, each time that it is run. */
  private CompletionStage<Long> take(String key, int at) {
    Object[] arguments = {bytes(10 * CROWD), bytes(60_000_000), bytes(at), bytes(1)};
    return guard.call("test", redis -> LuaScript.RATELIMIT.integer(redis, List.of(key), arguments));
  }

  /** How often Redis read from a socket. */
  private long reads() {
    return cluster.stat(guard, "stats", "total_reads_processed:");
  }
}
