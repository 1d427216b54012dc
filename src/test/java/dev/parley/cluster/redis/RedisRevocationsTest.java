package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.api.RevocationsContractTest;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisRevocationsTest extends RevocationsContractTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-revocations"));
  private final AtomicLong millis = new AtomicLong(NOON.toEpochMilli());

  @Override
  protected Revocations revocations(int most) {
    return new RedisRevocations(
        cluster.connected().guard(),
        "t",
        most,
        cluster.timer,
        TimeSource.system(),
        () -> Long.toString(millis.get()));
  }

  @Override
  protected void advance(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void anotherNodeReadsThemByTheClockOfRedis() {
    remember(cluster.connected().revocations(), token("t1"), Duration.ofHours(1));

    assertThat(all(cluster.connected().revocations()))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.revocation()).isEqualTo(token("t1"));
              assertThat(found.left()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            });
  }

  @Test
  void momentsKeepTheirNanoseconds() {
    Revocations store = cluster.connected().revocations();
    remember(store, user("alice", NOON.plusNanos(123_456_789)), Duration.ofHours(1));

    assertThat(all(store).get(0).revocation().before()).isEqualTo(NOON.plusNanos(123_456_789));
  }

  @Test
  void withoutRedisItSaysSoSoonAndWritesLater() throws Exception {
    Revocations store = cluster.connected().revocations();
    cluster.redis.hang();
    try {
      for (int n = 0; n < 5; n++) {
        String id = "t" + n;
        long start = System.nanoTime();
        assertThatThrownBy(() -> remember(store, token(id), Duration.ofHours(1)))
            .isInstanceOf(CompletionException.class)
            .cause()
            .isInstanceOfSatisfying(
                ParleyException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.SOON);
      }
      assertThatThrownBy(() -> all(store)).hasCauseInstanceOf(ParleyException.class);
    } finally {
      cluster.redis.resume();
    }

    Revocations other = cluster.connected().revocations();
    await().atMost(TestCluster.BOUND).until(() -> all(other).size() == 5);
  }
}
