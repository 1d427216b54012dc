package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStart;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.cluster.api.SessionStoreContractTest;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code session.lua}, by what nodes make of it. */
class RedisSessionStoreTest extends SessionStoreContractTest {
  private static final Duration WINDOW = Duration.ofMillis(1_500);
  private static final SessionTimes QUICK =
      new SessionTimes(
          WINDOW,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofMinutes(1));

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-sessions"));
  private final RedisCluster connection = cluster.connected();
  private final Session session =
      new Session(
          "/",
          RandomId.next(),
          1,
          "socket",
          "anna",
          "phone",
          SessionStart.at(Position.NONE),
          Set.of("room"),
          Map.of());

  @Override
  protected SessionStore store() {
    return node();
  }

  @Override
  protected void passWindow() {
    long start = System.nanoTime();
    await().until(() -> System.nanoTime() - start > WINDOW.multipliedBy(2).toNanos());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void anotherNodeTakesASessionUpAndTheFormerHolderWritesNoMore() {
    RedisSessionStore one = node();
    RedisSessionStore two = node();
    one.save(session);
    Session claimed =
        await()
            .until(() -> two.claim("/", session.pid(), "anna"), c -> c.isPresent())
            .orElseThrow();
    assertThat(claimed.rooms()).isEqualTo(session.rooms());
    two.save(claimed);

    one.suspend(session);

    await().untilAsserted(() -> assertThat(one.size()).isZero());
    passWindow();
    assertThat(two.claim("/", session.pid(), "anna")).isPresent();
  }

  /** Invariant: of two who take a session up at the same moment one has the higher generation. */
  @Test
  void noTwoClaimsGiveOneGeneration() {
    RedisSessionStore one = node();
    RedisSessionStore two = node();
    one.save(session);
    await().until(() -> two.claim("/", session.pid(), "anna").isPresent());

    long first = one.claim("/", session.pid(), "anna").orElseThrow().generation();
    long second = two.claim("/", session.pid(), "anna").orElseThrow().generation();

    assertThat(second).isEqualTo(first + 1);
  }

  @Test
  void aClientThatComesBackToItsNodeIsFoundWithoutRedis() {
    RedisSessionStore one = node();
    RedisSessionStore two = node();
    one.save(session);
    await().until(() -> one.size() == 1);
    cluster.redis.hang();
    try {
      one.suspend(session);
      long start = System.nanoTime();
      assertThat(one.claim("/", session.pid(), "anna"))
          .hasValueSatisfying(claimed -> assertThat(claimed.generation()).isEqualTo(2));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.SOON);
      assertThat(one.claim("/", session.pid(), "berta")).isEmpty();
      assertThat(two.claim("/", session.pid(), "anna")).isEmpty();
    } finally {
      cluster.redis.resume();
    }
  }

  /** Both tries were sent before Redis went on, and both are done then: they are one claim. */
  @Test
  void aClaimThatNobodyAnsweredIsMadeOnceMore() {
    RedisSessionStore one = node();
    one.save(session);
    await().until(() -> one.waiting() == 0);
    Unheard unheard = new Unheard();
    RedisCluster patient = cluster.connect(unheard);
    await().until(patient::isConnected);
    RedisSessionStore two = node(patient);
    cluster.redis.hang();
    Future<Optional<Session>> claim;
    try {
      claim = cluster.threads.submit(() -> two.claim("/", session.pid(), "anna"));
      await().until(() -> unheard.claims.get() == 1);
    } finally {
      cluster.redis.resume();
    }

    assertThat(claim)
        .succeedsWithin(TestCluster.BOUND)
        .satisfies(claimed -> assertThat(claimed.orElseThrow().generation()).isEqualTo(2));
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenWhenRedisIsBack() {
    RedisSessionStore one = node();
    RedisSessionStore two = node();
    cluster.redis.hang();
    try {
      one.save(session);
      assertThat(two.claim("/", session.pid(), "anna")).isEmpty();
    } finally {
      cluster.redis.resume();
    }

    await().until(() -> two.claim("/", session.pid(), "anna").isPresent());
  }

  @Test
  void aRedisThatComesBackEmptyGetsLivingSessionsAgain() {
    RedisSessionStore one = node();
    RedisSessionStore two = node();
    one.save(session);
    Session claimed =
        await()
            .until(() -> two.claim("/", session.pid(), "anna"), c -> c.isPresent())
            .orElseThrow();
    two.save(claimed);

    cluster.redis.flush();

    await()
        .atMost(TestCluster.BOUND)
        .until(() -> one.claim("/", session.pid(), "anna").isPresent());
  }

  private RedisSessionStore node() {
    return node(connection);
  }

  private RedisSessionStore node(RedisCluster to) {
    return cluster.closing(
        new RedisSessionStore(
            new SessionRecords(to.guard(), "t"), QUICK, cluster.timer, TimeSource.system()));
  }

  /** Counts uses of sessions that were not answered in time. */
  private static final class Unheard implements ClusterMeter {
    final AtomicInteger claims = new AtomicInteger();

    @Override
    public void ended(String operation, RedisUnavailableException.Reason failure, long nanos) {
      if (operation.equals("session") && failure == RedisUnavailableException.Reason.TIMEOUT) {
        claims.incrementAndGet();
      }
    }

    @Override
    public void counted(ClusterCount what) {}

    @Override
    public void heardBack(long nanos) {}
  }
}
