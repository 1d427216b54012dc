package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStart;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.cluster.api.SessionStoreContractTest;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.ManualTimer;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Redis goes on once nobody waits for the first any more, and does both: they are one claim. */
  @Test
  void aClaimThatNobodyAnsweredIsMadeOnceMore() {
    RedisSessionStore one = node();
    one.save(session);
    await().until(() -> one.waiting() == 0);
    Unheard unheard = new Unheard(cluster.redis::resume);
    RedisCluster connected = cluster.connect(unheard);
    await().until(connected::isConnected);
    RedisSessionStore two = node(connected);
    cluster.redis.hang();
    Optional<Session> claimed = two.claim("/", session.pid(), "anna");

    assertThat(unheard.claims).hasPositiveValue();
    assertThat(claimed.orElseThrow().generation()).isEqualTo(2);
  }

  @Test
  void whoSaidGoodbyeDoesNotComeBackBeforeRedisHasHeardOfIt() {
    ManualTimer byHand = new ManualTimer();
    RedisSessionStore one = node(connection, byHand);
    one.save(session);
    byHand.advance(Duration.ZERO);
    await().until(() -> one.waiting() == 0);

    one.end(session);

    assertThat(one.claim("/", session.pid(), "anna")).isEmpty();
    byHand.advance(Duration.ZERO);
    await().until(() -> one.size() == 0);
    assertThat(node().claim("/", session.pid(), "anna")).isEmpty();
  }

  /** What another node made of the session meanwhile is not taken for one's own claim. */
  @Test
  void aClaimThatIsAskedAgainBehindANewerOneIsAClaimOfItsOwn() {
    RedisSessionStore one = node();
    one.save(session);
    await().until(() -> one.waiting() == 0);
    SessionRecords records = new SessionRecords(connection.guard(), "t");
    SessionKey key = SessionKey.of(session);
    assertThat(generation(records.claim(key, "anna", WINDOW, "first"))).isEqualTo(2);
    assertThat(generation(records.claim(key, "anna", WINDOW, "first"))).isEqualTo(2);

    assertThat(records.save(session.raisedTo(4), 1, WINDOW).toCompletableFuture().join()).isTrue();

    assertThat(generation(records.claim(key, "anna", WINDOW, "first"))).isEqualTo(5);
  }

  private static long generation(SessionRecords.Claim claim) {
    return ((SessionRecords.Claimed) claim).session().generation();
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
    return node(to, cluster.timer);
  }

  private RedisSessionStore node(RedisCluster to, Scheduler scheduler) {
    return cluster.closing(
        new RedisSessionStore(
            new SessionRecords(to.guard(), "t"), QUICK, scheduler, TimeSource.system()));
  }

  /** Counts uses of sessions that were not answered in time; the first of them has an effect. */
  private static final class Unheard implements ClusterMeter {
    final AtomicInteger claims = new AtomicInteger();
    private final Runnable first;

    Unheard(Runnable first) {
      this.first = first;
    }

    @Override
    public void ended(String operation, RedisUnavailableException.Reason failure, long nanos) {
      if (operation.equals("session") && failure == RedisUnavailableException.Reason.TIMEOUT) {
        if (claims.incrementAndGet() == 1) {
          first.run();
        }
      }
    }

    @Override
    public void counted(ClusterCount what) {}

    @Override
    public void heardBack(long nanos) {}
  }
}
