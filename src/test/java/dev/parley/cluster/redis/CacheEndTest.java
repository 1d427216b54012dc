package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ManualTimer;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class CacheEndTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-cache-end"));
  private final RedisGuard guard = cluster.connected().guard();
  private final ManualTimer timer = new ManualTimer();
  private final CacheEnd end = new CacheEnd(guard, timer, "c", Duration.ofMinutes(5));

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void theFirstWriteIsFollowedByAnEndAtOnceAndMoreByOneAfterASecond() {
    write();
    end.written();
    awaitEnd();

    // Whatever was in it is gone, and its end with it.
    write();
    end.written();
    end.written();
    assertThat(millisToLive()).isEqualTo(-1);
    timer.advance(Duration.ofSeconds(1));
    awaitEnd();
  }

  @Test
  void aWriteAfterAQuietSecondIsTheFirstAgain() {
    write();
    end.written();
    timer.advance(Duration.ofSeconds(1));
    awaitEnd();

    write();
    end.written();
    awaitEnd();
  }

  @Test
  void nothingIsAskedWhileNothingIsWritten() {
    write();
    end.written();
    awaitEnd();
    write();
    end.written();
    timer.advance(Duration.ofSeconds(1));
    awaitEnd();
    timer.advance(Duration.ofSeconds(1));
    write();

    timer.advance(Duration.ofSeconds(5));

    assertThat(millisToLive()).isEqualTo(-1);
  }

  @Test
  void anEndThatCouldNotBeGivenIsTriedAgain() {
    write();
    cluster.redis.hang();
    try {
      end.written();
      await().atMost(TestCluster.BOUND).until(guard::isSilent);
    } finally {
      cluster.redis.resume();
    }
    guard.await("test", redis -> redis.client().getMap("c", StringCodec.INSTANCE).deleteAsync());
    write();

    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(
            () -> {
              timer.advance(Duration.ofSeconds(1));
              assertThat(millisToLive()).isPositive();
            });
  }

  /** Anew, as after the last entry went. */
  private void write() {
    guard.await("test", redis -> redis.client().getMap("c", StringCodec.INSTANCE).deleteAsync());
    guard.await(
        "test", redis -> redis.client().getMap("c", StringCodec.INSTANCE).fastPutAsync("a", "b"));
  }

  private void awaitEnd() {
    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(() -> assertThat(millisToLive()).isBetween(500_000L, 600_000L));
  }

  private long millisToLive() {
    return guard.await(
        "test", redis -> redis.client().getMap("c", StringCodec.INSTANCE).remainTimeToLiveAsync());
  }
}
