package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.RateLimiter.Counting;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.testing.ManualTimer;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class PermitCopiesTest {
  private static final Limit LIMIT =
      new Limit("x", 5, Duration.ofMinutes(1), Counting.WHERE_THE_SUBJECT_IS);

  private final TestCluster cluster = new TestCluster(RedisServer.start("permit-copies"));
  private final RedisCluster redis = cluster.connected();
  private final ManualTimer timer = new ManualTimer();
  private final PermitCopies copies = new PermitCopies(redis.guard(), timer, () -> "1000000");

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private List<Object> permits(String key) {
    return redis
        .guard()
        .await("test", redis -> redis.client().getList(key, StringCodec.INSTANCE).readAllAsync());
  }

  private void awaitPermits(String key, int count) {
    await().atMost(TestCluster.BOUND).untilAsserted(() -> assertThat(permits(key)).hasSize(count));
  }

  /** So that Redis knows the script. */
  @BeforeEach
  void teach() {
    copies.add("t:first", LIMIT);
    timer.advance(PermitCopies.DELAY);
    awaitPermits("t:first", 1);
  }

  /** Until Redis has one; it may be away, and some may be let go. */
  private void keepShowing(String key) {
    await()
        .atMost(TestCluster.BOUND)
        .ignoreException(RedisUnavailableException.class)
        .untilAsserted(
            () -> {
              copies.add(key, LIMIT);
              timer.advance(PermitCopies.DELAY);
              assertThat(permits(key)).isNotEmpty();
            });
  }

  @Test
  void permitsOfACounterGoTogether() {
    copies.add("t:a", LIMIT);
    copies.add("t:a", LIMIT);
    copies.add("t:a", LIMIT);
    copies.add("t:b", LIMIT);
    assertThat(permits("t:a")).isEmpty();

    timer.advance(PermitCopies.DELAY);

    awaitPermits("t:a", 3);
    awaitPermits("t:b", 1);
    assertThat(permits("t:a")).containsOnly("1000000");
  }

  /** Redis forgets scripts when it starts anew. */
  @Test
  void aRedisThatDoesNotKnowTheScriptLearnsIt() {
    assertThat(cluster.redis.answer("SCRIPT FLUSH")).isEqualTo("+OK");

    keepShowing("t:second");
  }

  @Test
  void noMoreAreShownThanTheLimitHas() {
    for (int i = 0; i < 9; i++) {
      copies.add("t:full", LIMIT);
    }
    timer.advance(PermitCopies.DELAY);

    awaitPermits("t:full", 5);
  }

  @Test
  void whatWaitsForARedisThatDoesNotAnswerHasABound() {
    cluster.redis.hang();
    try {
      for (int i = 0; i < 3 * PermitCopies.MOST; i++) {
        copies.add("t:user-" + i, LIMIT);
        copies.add("t:user-0", LIMIT);
      }
      timer.advance(PermitCopies.DELAY);
    } finally {
      cluster.redis.resume();
    }

    keepShowing("t:after");
    assertThat(cluster.redis.keys()).isLessThanOrEqualTo(PermitCopies.MOST + 2);
  }
}
