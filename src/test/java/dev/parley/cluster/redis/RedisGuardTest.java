package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisGuardTest {
  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-guard"));

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aHungRedisHoldsNoCallerForHalfASecondAndSoonNobodyAtAll() {
    RedisGuard guard = cluster.connected().guard();
    assertThat(ping(guard)).isNull();
    cluster.redis.hang();

    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertThat(ping(guard)).isEqualTo(Reason.TIMEOUT);
      assertThat(since(start)).isLessThan(TestCluster.SOON);
    }
    long start = System.nanoTime();
    assertThat(ping(guard)).isEqualTo(Reason.BREAKER_OPEN);
    assertThat(since(start)).isLessThan(TestCluster.AT_ONCE);

    cluster.redis.resume();
    await().atMost(Duration.ofSeconds(15)).until(() -> ping(guard) == null);
  }

  @Test
  void aClientIsMadeWithoutRedisAndConnectsWhenItComes() {
    cluster.redis.stop();
    long start = System.nanoTime();
    RedisCluster connection = cluster.connect();
    assertThat(since(start)).isLessThan(TestCluster.SOON);
    assertThat(ping(connection.guard())).isEqualTo(Reason.NOT_CONNECTED);

    cluster.redis.restart();

    await().atMost(TestCluster.BOUND).until(() -> ping(connection.guard()) == null);
    assertThat(connection.isConnected()).isTrue();
  }

  @Test
  void aRedisThatIsGoneFailsSoonAndWorksAgainAfterItsReturn() {
    RedisCluster connection = cluster.connected();
    cluster.redis.kill9();
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      assertThat(ping(connection.guard())).isNotNull();
      assertThat(since(start)).isLessThan(TestCluster.SOON);
    }

    cluster.redis.restart();

    await().atMost(Duration.ofSeconds(10)).until(() -> ping(connection.guard()) == null);
  }

  @Test
  void anErrorOfTheCallerIsTheOneException() {
    RedisGuard guard = cluster.connected().guard();
    RedisUnavailableException failure =
        catchThrowableOfType(
            RedisUnavailableException.class,
            () ->
                guard.await(
                    "test",
                    redis -> {
                      throw new IllegalStateException("before anything was sent");
                    }));
    assertThat(failure.reason()).isEqualTo(Reason.FAILED);
  }

  @Test
  void aConnectionThatIsClosedLeavesNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    RedisCluster connection = cluster.connected();
    assertThat(ping(connection.guard())).isNull();
    assertThat(clientThreads(before)).isNotEmpty();

    connection.close();

    await().atMost(TestCluster.BOUND).until(() -> clientThreads(before).isEmpty());
  }

  /** Threads that are neither from before nor the test's own. */
  private static List<String> clientThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.equals("test-cluster") && !name.startsWith("awaitility"))
        .toList();
  }

  /** Why a call failed, or null. */
  private static Reason ping(RedisGuard guard) {
    try {
      guard.await("test", redis -> redis.client().getBucket("t:none").isExistsAsync());
      return null;
    } catch (RedisUnavailableException away) {
      return away.reason();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
