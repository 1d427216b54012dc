package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
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
import java.util.concurrent.CompletionStage;
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
                    .client()
                    .getTopic(LogKeys.of("t", "/n").channel(), ByteArrayCodec.INSTANCE)
                    .removeAllListenersAsync());

    two.broker.publish(message("1"));

    await().atMost(BOUND).until(() -> one.texts.contains("1"));
    await().atMost(BOUND).until(() -> one.broker.counters().subscriptions.sum() > before);
  }

  @Test
  void aStartIsNotWrittenAsAReturnAndAReturnIs() {
    try (LogLines lines = LogLines.of(LogActor.class)) {
      // Not connected yet, so the first tries fail.
      node(cluster.connect(), TestCluster.QUICK);
      assertThat(lines.texts()).contains("Log /n is joined").noneMatch(this::saysBack);

      cluster.redis.hang();
      try {
        await()
            .atMost(BOUND)
            .untilAsserted(
                () ->
                    assertThat(lines.texts())
                        .contains("Log /n: Redis is away, serving this node alone"));
      } finally {
        cluster.redis.resume();
      }
      await().atMost(BOUND).until(() -> lines.texts().stream().anyMatch(this::saysBack));
    }
  }

  private boolean saysBack(String line) {
    return line.equals("Log /n: Redis is back");
  }

  /** Invariant: a channel on which nothing is said is not taken for a broken one. */
  @Test
  void aQuietChannelStaysAsItIs() {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    long before = one.broker.counters().subscriptions.sum();

    await()
        .atMost(BOUND)
        .during(TestCluster.QUICK.probeEvery().multipliedBy(6))
        .until(() -> one.broker.counters().subscriptions.sum() == before);
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
            1 << 30,
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
            1 << 30,
            BOUND,
            Duration.ofMillis(500),
            Duration.ofSeconds(1));
    Seen alone = node(cluster.connected(), tight);
    Seen other = node(cluster.connected(), tight);
    cluster.redis.kill9();
    List<String> accepted = new ArrayList<>();
    ParleyException refusal = null;
    for (int i = 0; refusal == null && i < 2_000; i++) {
      CompletableFuture<Published> stage =
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
  void whoJoinsIsGivenWhatTheLogHoldsBeforeAnythingNew() {
    Seen old = node(cluster.connected(), TestCluster.QUICK);
    for (int i = 0; i < 1_300; i++) {
      old.broker.publish(message("" + i));
    }
    place(old.broker.publish(message("last")).toCompletableFuture());

    Seen late = node(cluster.connected(), TestCluster.QUICK);
    assertThat(late.others).hasSize(1_301);
    old.broker.publish(message("new"));

    await().atMost(BOUND).until(() -> late.texts.contains("new"));
    assertThat(late.texts).containsExactly("new");
    assertThat(late.others)
        .extracting(LoggedMessage::kind)
        .containsOnly(LoggedMessage.Kind.HISTORY);
    assertThat(late.others)
        .extracting(logged -> ((RoomEvent) logged.message()).arguments())
        .containsExactlyElementsOf(old.texts.subList(0, 1_301));
    assertThat(late.others)
        .extracting(LoggedMessage::position)
        .containsExactlyElementsOf(old.positions.subList(0, 1_301));
  }

  @Test
  void whatWasDeliveredAloneIsReportedWhenTheLogHasIt() {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    Seen two = node(cluster.connected(), TestCluster.QUICK);
    cluster.redis.kill9();
    assertThat(answer(one.broker.publish(keyed("a", "k")))).isEqualTo(Published.ALONE);
    assertThat(one.texts).containsExactly("a");
    assertThat(one.positions).containsExactly(Position.NONE);
    // Its repeat is known, though no log has it.
    assertThat(answer(one.broker.publish(keyed("again", "k"))))
        .isEqualTo(new Published(Position.NONE, 0, true));

    cluster.redis.restart();

    await().atMost(BOUND).until(() -> two.texts.contains("a") && one.others.size() == 1);
    LoggedMessage reported = one.others.get(0);
    assertThat(reported.kind()).isEqualTo(LoggedMessage.Kind.REPEATED);
    assertThat(reported.position()).isEqualTo(two.positions.get(0));
    assertThat(((RoomEvent) reported.message()).numbering().number()).isEqualTo(1);
    assertThat(one.texts).containsExactly("a");
    assertThat(answer(two.broker.publish(keyed("again", "k"))))
        .isEqualTo(new Published(reported.position(), 1, true));
  }

  @Test
  void ofOneKeyThatTwoNodesDeliveredAloneOneReachesTheThird() {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    Seen two = node(cluster.connected(), TestCluster.QUICK);
    Seen three = node(cluster.connected(), TestCluster.QUICK);
    cluster.redis.kill9();
    answer(one.broker.publish(keyed("a", "k")));
    answer(two.broker.publish(keyed("a", "k")));

    cluster.redis.restart();
    CompletableFuture<?> both =
        CompletableFuture.allOf(
            one.broker.flush().toCompletableFuture(), two.broker.flush().toCompletableFuture());
    await().atMost(BOUND).until(both::isDone);
    answer(one.broker.publish(message("end")));

    List<Seen> all = List.of(one, two, three);
    await().atMost(BOUND).until(() -> all.stream().allMatch(seen -> seen.texts.contains("end")));
    assertThat(all).allSatisfy(seen -> assertThat(seen.texts).containsExactly("a", "end"));
  }

  @Test
  void afterALossNumbersGoOnAndWhatHadOneKeepsIt() throws Exception {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    Seen two = node(cluster.connected(), TestCluster.QUICK);
    for (int i = 1; i <= 4; i++) {
      Seen seen = i % 2 == 0 ? one : two;
      assertThat(answer(seen.broker.publish(keyed("m" + i, "k" + i))).number()).isEqualTo(i);
    }
    await().atMost(BOUND).until(() -> one.texts.size() == 4 && two.texts.size() == 4);
    long epoch = one.positions.get(0).epoch();

    cluster.redis.flush();
    await().atMost(BOUND).until(() -> one.others.size() == 4 && two.others.size() == 4);

    for (Seen seen : List.of(one, two)) {
      assertThat(seen.others)
          .allSatisfy(
              again -> {
                assertThat(again.kind()).isEqualTo(LoggedMessage.Kind.REPEATED);
                assertThat(again.position().epoch()).isGreaterThan(epoch);
                RoomEvent event = (RoomEvent) again.message();
                assertThat(event.arguments()).isEqualTo("m" + event.numbering().number());
              });
    }
    Published retried = answer(one.broker.publish(keyed("again", "k1")));
    assertThat(retried.repeated()).isTrue();
    assertThat(retried.number()).isEqualTo(1);
    assertThat(answer(one.broker.publish(keyed("m5", "k5"))).number()).isEqualTo(5);
    await().atMost(BOUND).until(() -> two.texts.contains("m5"));
    assertThat(two.texts).containsExactly("m1", "m2", "m3", "m4", "m5");
  }

  @Test
  void aFlushWaitsForRedisAndAPublisherDoesNot() {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    cluster.redis.hang();
    long start = System.nanoTime();
    CompletableFuture<Published> published = one.broker.publish(message("1")).toCompletableFuture();
    CompletableFuture<Void> flushed = one.broker.flush().toCompletableFuture();

    assertThat(answer(published)).isEqualTo(Published.ALONE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.SOON);
    assertThat(flushed).isNotDone();
    cluster.redis.resume();

    await().atMost(BOUND).until(flushed::isDone);
    assertThat(flushed).isCompleted();
  }

  @Test
  void whatWasTakenBeforeTheEndIsWrittenAtTheEnd() {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    Seen two = node(cluster.connected(), TestCluster.QUICK);
    List<CompletableFuture<Published>> taken = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      taken.add(one.broker.publish(message("" + i)).toCompletableFuture());
    }

    one.broker.close();

    assertThat(taken).allMatch(CompletableFuture::isDone);
    long written = taken.stream().filter(stage -> !stage.isCompletedExceptionally()).count();
    assertThat(written).isEqualTo(2_000);
    await().atMost(BOUND).until(() -> two.texts.size() == 2_000);
    assertThat(one.broker.publish(message("late")).toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void theEndDoesNotWaitForARedisThatHangs() {
    Seen one = node(cluster.connected(), TestCluster.QUICK);
    cluster.redis.hang();
    CompletableFuture<Published> taken = one.broker.publish(message("1")).toCompletableFuture();
    long start = System.nanoTime();

    one.broker.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    await().atMost(BOUND).until(taken::isDone);
  }

  @Test
  void logsAreApart() {
    RedisBroker broker = cluster.closing(cluster.connected().broker(List.of("/a", "/b")));
    List<String> texts = Collections.synchronizedList(new ArrayList<>());
    broker.subscribe(
        received ->
            texts.add(received.message().log() + ((RoomEvent) received.message()).arguments()));

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

  private static RoomEvent keyed(String text, String key) {
    return new RoomEvent(
        "/n",
        List.of("r"),
        "e",
        text,
        List.of(),
        Delivery.ORDERED,
        null,
        null,
        null,
        key,
        new Numbering("c", 0, 0));
  }

  private static Published answer(CompletionStage<Published> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static Position place(CompletableFuture<Published> stage) {
    return stage.orTimeout(20, TimeUnit.SECONDS).join().position();
  }

  private static final class Seen implements Broker.Receiver {
    final RedisBroker broker;
    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    final List<Position> positions = Collections.synchronizedList(new ArrayList<>());
    final List<LoggedMessage> others = Collections.synchronizedList(new ArrayList<>());
    final List<String> gaps = Collections.synchronizedList(new ArrayList<>());

    Seen(RedisBroker broker) {
      this.broker = broker;
    }

    @Override
    public void receive(LoggedMessage logged) {
      if (logged.kind() != LoggedMessage.Kind.NEW) {
        others.add(logged);
        return;
      }
      positions.add(logged.position());
      texts.add(((RoomEvent) logged.message()).arguments());
    }

    @Override
    public void onGap(String log, Position after, Position until) {
      gaps.add(log + " " + after + " " + until);
    }
  }
}
