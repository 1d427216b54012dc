package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.Position;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.outbound.Delivery;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.ByteArrayCodec;

/** What a broker notices and mends, one thing at a time. */
class RedisBrokerRepairTest {
  private static final Duration BOUND = TestCluster.BOUND;
  private static final List<String> LOGS = List.of("/n");

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-repair"));

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aMessageHasOnePlaceOnAllNodesAndItsPublisherIsToldIt() throws Exception {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    Seen two = node(cluster.connected(), TestCluster.QUICK);

    Position first = place(one.broker.publish(message("1")).toCompletableFuture());
    Position second = place(two.broker.publish(message("2")).toCompletableFuture());

    assertThat(second).isEqualTo(new Position(first.epoch(), first.offset() + 1));
    await().atMost(BOUND).until(() -> one.texts.size() == 2 && two.texts.size() == 2);
    assertThat(one.positions).containsExactly(first, second);
    assertThat(two.positions).containsExactly(first, second);
  }

  @Test
  void aChannelThatIsSilentCostsTimeButNoMessageAndIsSubscribedAgain() {
    RedisCluster deaf = cluster.connected();
    Seen one = node(deaf, TestCluster.QUICK);
    Seen two = node(cluster.connected(), TestCluster.QUICK);
    long before = one.broker.counters().subscriptions.sum();
    deaf.guard()
        .await(
            "test",
            redis ->
                redis
                    .getTopic(LogKeys.of("t", "/n").channel(), ByteArrayCodec.INSTANCE)
                    .removeAllListenersAsync());

    two.broker.publish(message("1"));

    await().atMost(BOUND).until(() -> one.texts.contains("1"));
    await().atMost(BOUND).until(() -> one.broker.counters().subscriptions.sum() > before);
  }

  @Test
  void whatTheLogNoLongerHasIsReportedAsAGap() throws Exception {
    TcpProxy proxy = cluster.closing(TcpProxy.before(cluster.redis.port()));
    LogLimits small =
        new LogLimits(
            TestCluster.QUICK.window(),
            1 << 20,
            8 << 20,
            100,
            BOUND,
            Duration.ofMillis(300),
            Duration.ofSeconds(1));
    RedisCluster behindProxy = cluster.connect("redis://127.0.0.1:" + proxy.port());
    await().atMost(BOUND).until(behindProxy::isConnected);
    Seen away = node(behindProxy, small);
    Seen there = node(cluster.connected(), small);
    place(there.broker.publish(message("first")).toCompletableFuture());
    await().atMost(BOUND).until(() -> away.texts.contains("first"));

    proxy.goDead();
    Position last = Position.NONE;
    for (int i = 0; i < 600; i++) {
      last = place(there.broker.publish(message("" + i)).toCompletableFuture());
    }
    proxy.revive();

    await().atMost(BOUND).until(() -> away.texts.contains("599"));
    assertThat(away.gaps).hasSize(1);
    assertThat(away.gaps.get(0)).startsWith("/n " + new Position(last.epoch(), 1) + " ");
    assertThat(away.texts.size()).isBetween(100, 400);
    assertThat(away.positions).isSorted().last().isEqualTo(last);
    assertThat(there.gaps).isEmpty();
  }

  @Test
  void withoutRedisMessagesAreTakenUpToABoundThenRefused() throws Exception {
    LogLimits tight =
        new LogLimits(
            TestCluster.QUICK.window(),
            1 << 20,
            64 << 10,
            1_000,
            BOUND,
            Duration.ofMillis(500),
            Duration.ofSeconds(1));
    Seen alone = node(cluster.connected(), tight);
    Seen other = node(cluster.connected(), tight);
    cluster.redis.kill9();
    List<String> accepted = new ArrayList<>();
    ParleyException refusal = null;
    for (int i = 0; refusal == null && i < 2_000; i++) {
      CompletableFuture<Position> stage =
          alone.broker.publish(message("m" + i)).toCompletableFuture();
      try {
        place(stage);
        accepted.add("m" + i);
      } catch (CompletionException failure) {
        refusal = (ParleyException) failure.getCause();
      }
    }

    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(accepted).hasSizeGreaterThan(400);
    assertThat(alone.texts).containsExactlyElementsOf(accepted);
    assertThat(other.texts).isEmpty();

    cluster.redis.restart();
    await().atMost(BOUND).until(() -> other.texts.size() >= accepted.size());
    assertThat(other.texts).containsExactlyElementsOf(accepted);
    assertThat(alone.texts).containsExactlyElementsOf(accepted);
    assertThat(place(alone.broker.publish(message("after")).toCompletableFuture()).offset())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void logsAreApart() {
    RedisBroker broker = cluster.closing(cluster.connected().broker(List.of("/a", "/b")));
    List<String> texts = Collections.synchronizedList(new ArrayList<>());
    broker.subscribe(received -> texts.add(received.log() + ((RoomEvent) received).arguments()));

    broker.publish(new RoomEvent("/a", "r", "e", "1", List.of(), Delivery.ORDERED, null, null));
    broker.publish(new RoomEvent("/b", "r", "e", "2", List.of(), Delivery.ORDERED, null, null));

    await().atMost(BOUND).until(() -> texts.size() == 2);
    assertThat(texts).containsExactlyInAnyOrder("/a1", "/b2");
  }

  private Seen node(RedisCluster connection, LogLimits limits) {
    Seen seen = new Seen(cluster.closing(connection.broker(LOGS, limits)));
    seen.broker.subscribe(seen);
    await().atMost(BOUND).until(seen.broker::isJoined);
    return seen;
  }

  private static RoomEvent message(String text) {
    return new RoomEvent("/n", "r", "e", text, List.of(), Delivery.ORDERED, null, null);
  }

  private static Position place(CompletableFuture<Position> stage) {
    return stage.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static final class Seen implements Broker.Receiver {
    final RedisBroker broker;
    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    final List<Position> positions = Collections.synchronizedList(new ArrayList<>());
    final List<String> gaps = Collections.synchronizedList(new ArrayList<>());

    Seen(RedisBroker broker) {
      this.broker = broker;
    }

    @Override
    public void receive(ClusterMessage message) {
      throw new AssertionError("a position comes with every message");
    }

    @Override
    public void receive(ClusterMessage message, Position position) {
      positions.add(position);
      texts.add(((RoomEvent) message).arguments());
    }

    @Override
    public void onGap(String log, Position after, Position until) {
      gaps.add(log + " " + after + " " + until);
    }
  }
}
