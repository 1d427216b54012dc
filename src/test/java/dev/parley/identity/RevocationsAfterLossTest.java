package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Revocations;
import dev.parley.cluster.redis.RedisBroker;
import dev.parley.cluster.redis.RedisCluster;
import dev.parley.cluster.redis.RedisSettings;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.TimeSource;
import dev.parley.platform.timer.TimerWheel;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invariant: a Redis that lost the revocations makes no revoked token good again. */
class RevocationsAfterLossTest {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final RedisServer redis = RedisServer.start("revocations-lost");
  private final ExecutorService threads =
      Executors.newCachedThreadPool(RevocationsAfterLossTest::daemon);
  private final TimerWheel timer = new TimerWheel(TimeSource.system(), threads);
  private final List<Node> nodes = new ArrayList<>();

  RevocationsAfterLossTest() {
    timer.start(RevocationsAfterLossTest::daemon);
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    timer.close();
    threads.shutdownNow();
    redis.close();
  }

  @Test
  void anEmptiedRedisIsGivenThemAgainAndANodeThatStartsLaterKnowsThem() {
    Node witness = new Node();
    new Node().revoke("stolen");
    await().atMost(BOUND).until(() -> witness.refuses("stolen"));
    nodes.get(1).close();

    redis.flush();

    await().atMost(BOUND).until(() -> !witness.store.all().toCompletableFuture().join().isEmpty());
    Node later = new Node();
    await().atMost(BOUND).until(() -> later.refuses("stolen"));
    assertThat(witness.store.all().toCompletableFuture().join())
        .singleElement()
        .satisfies(found -> assertThat(found.left()).isBetween(LIFE.minusMinutes(1), LIFE));
    assertThat(later.refuses("another")).isFalse();
  }

  @Test
  void aRedisThatIsStartedEmptyIsGivenThemAgain() {
    Node witness = new Node();
    witness.revoke("stolen");
    await().atMost(BOUND).until(() -> witness.refuses("stolen"));

    redis.kill9();
    redis.restartEmpty();

    Node later = new Node();
    await().atMost(BOUND).until(() -> later.refusesWhenReadAnew("stolen"));
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "revocations-lost");
    thread.setDaemon(true);
    return thread;
  }

  /** What a node has to do with revocations, over a connection of its own. */
  private final class Node implements Broker.Receiver {
    final RevokedTokens revoked = new RevokedTokens(TimeSource.system());
    final RedisCluster cluster =
        RedisCluster.connect(
            new RedisSettings(redis.url(), "", Duration.ofMillis(400), "t"),
            threads,
            timer,
            TimeSource.system());
    final Revocations store = cluster.revocations();
    final RedisBroker broker = cluster.broker(List.of(ClusterMessage.CONTROL_LOG));
    final RevocationFeed feed = new RevocationFeed(store, revoked, () -> {}, LIFE, timer);
    private boolean closed;

    Node() {
      nodes.add(this);
      broker.subscribe(this);
      feed.start();
      await().atMost(BOUND).until(broker::isJoined);
    }

    void revoke(String token) {
      new ClusterTokenRevocations(broker, store, LIFE, TimeSource.system())
          .revokeToken(token)
          .toCompletableFuture()
          .join();
    }

    boolean refuses(String token) {
      return revoked.covers(
          new VerifiedToken(
              "ann",
              Optional.of(token),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Set.of(),
              Instant.EPOCH,
              Instant.MAX));
    }

    /** As a node would that starts now. */
    boolean refusesWhenReadAnew(String token) {
      feed.missed();
      return refuses(token);
    }

    @Override
    public void receive(LoggedMessage logged) {
      feed.receive(logged);
    }

    @Override
    public void onStoreBack(String log) {
      feed.storeBack();
    }

    void close() {
      if (!closed) {
        closed = true;
        broker.close();
        cluster.close();
      }
    }
  }
}
