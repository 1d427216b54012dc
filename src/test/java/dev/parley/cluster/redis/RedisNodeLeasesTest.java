package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.NodeLeases.End;
import dev.parley.cluster.api.NodeLeases.NodeInfo;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class RedisNodeLeasesTest {
  private static final LeaseTimes QUICK =
      new LeaseTimes(Duration.ofMillis(900), Duration.ofMillis(150), Duration.ofHours(1));

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-leases"));
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CountingMeter meter = new CountingMeter();

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void nodesSeeEachOtherWithWhatTheySayOfThemselves() {
    RedisNodeLeases one = node("one");
    RedisNodeLeases two = node("two");

    await().untilAsserted(() -> assertThat(one.live()).isEqualTo(two.live()).hasSize(2));
    assertThat(one.nodes())
        .extracting(NodeInfo::name, NodeInfo::state, NodeInfo::sockets)
        .containsExactlyInAnyOrder(tuple("one", "serving", 7L), tuple("two", "serving", 7L));
    assertThat(one.isCurrent()).isTrue();
  }

  @Test
  void oneLivingNodeCleansUpAfterADeadOne() {
    List<RedisNodeLeases> nodes = List.of(node("one"), node("two"), node("three"));
    String dead = nodes.get(0).incarnation();
    await().untilAsserted(() -> assertThat(nodes.get(1).live()).contains(dead).hasSize(3));

    // Without a release: as a crash would.
    nodes.get(0).close();

    await().untilAsserted(() -> assertThat(log).hasSize(1));
    assertThat(log.get(0)).endsWith(dead + " DIED");
    await().untilAsserted(() -> assertThat(meter.count(ClusterCount.REAPED)).isEqualTo(1));
    await().untilAsserted(() -> assertThat(nodes.get(2).live()).doesNotContain(dead).hasSize(2));
    assertThat(store().renew(dead, "late").toCompletableFuture().join()).isEmpty();
    assertThat(store().claim(nodes.get(1).incarnation(), dead)).isEmpty();
  }

  @Test
  void aLeaseThatWasGivenUpIsCleanedUpAtOnceAsSuch() {
    RedisNodeLeases one = node("one");
    RedisNodeLeases two = node("two");
    await().untilAsserted(() -> assertThat(two.live()).contains(one.incarnation()));

    one.release();
    one.close();

    await()
        .untilAsserted(
            () -> assertThat(log).containsExactly("two " + one.incarnation() + " RELEASED"));
  }

  /** Invariant: no key outlives the last node for good. */
  @Test
  void everyKeyEndsWhenNoNodeLives() {
    RedisNodeLeases last = node("last");
    await().untilAsserted(() -> assertThat(last.live()).hasSize(1));
    assertThat(timesToLive("leases", "info")).allMatch(millis -> millis > 0);

    last.release();
    last.close();

    await()
        .untilAsserted(
            () -> assertThat(timesToLive("ended", "cleanups")).allMatch(millis -> millis > 0));
  }

  /** Invariant: who was taken for dead writes nothing under the old incarnation. */
  @Test
  void aNodeThatWasPausedLearnsThatItWasTakenForDead() {
    RedisNodeLeases paused = node("paused", TimeSource.system());
    AtomicInteger fenced = new AtomicInteger();
    String before = paused.incarnation();
    List<String> seen = new ArrayList<>();
    paused.onFenced(
        () -> {
          seen.add(paused.incarnation());
          fenced.incrementAndGet();
        });
    RedisNodeLeases other = node("other");
    await().untilAsserted(() -> assertThat(other.live()).contains(before));
    LeaseStore store = store();
    // What a reaper does, done between two beats of the node: as good as a pause.
    await()
        .until(
            () -> {
              expire(before);
              return store.claim(other.incarnation(), before).equals(Optional.of(End.DIED));
            });

    await().untilAsserted(() -> assertThat(fenced).hasValue(1));
    assertThat(meter.count(ClusterCount.FENCED)).isEqualTo(1);
    assertThat(paused.incarnation()).isNotEqualTo(before).isEqualTo(seen.get(0));
    await().untilAsserted(() -> assertThat(other.live()).contains(paused.incarnation()));
  }

  @Test
  void anotherNodeTakesOverFromAReaperThatDiesInTheMiddle() throws Exception {
    RedisNodeLeases reaper = leases("reaper", TimeSource.system());
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    reaper.onEnded(
        (incarnation, end) -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    reaper.start();
    RedisNodeLeases dead = leases("dead", TimeSource.system());
    dead.start();
    await().untilAsserted(() -> assertThat(reaper.live()).contains(dead.incarnation()));
    dead.close();
    begun.await();
    RedisNodeLeases heir = node("heir");
    reaper.close();

    await()
        .untilAsserted(
            () ->
                assertThat(log)
                    .contains("heir " + dead.incarnation() + " DIED")
                    .contains("heir " + reaper.incarnation() + " DIED"));
    never.countDown();
    assertThat(heir.live()).doesNotContain(dead.incarnation());
  }

  @Test
  void workThatFailedIsDoneAgain() {
    RedisNodeLeases one = leases("one", TimeSource.system());
    AtomicInteger calls = new AtomicInteger();
    one.onEnded(
        (incarnation, end) -> {
          if (calls.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
        });
    one.start();
    RedisNodeLeases two = node("two");
    await().untilAsserted(() -> assertThat(one.live()).contains(two.incarnation()));
    two.release();

    await().untilAsserted(() -> assertThat(calls).hasValue(3));
    await()
        .untilAsserted(
            () -> assertThat(store().claim(one.incarnation(), two.incarnation())).isEmpty());
  }

  /** Invariant: without Redis nobody dies, and nobody is dead when it is back. */
  @Test
  void aRedisThatHangsForLongerThanALeaseKillsNobody() {
    RedisNodeLeases one = node("one");
    RedisNodeLeases two = node("two");
    String before = one.incarnation();
    await().untilAsserted(() -> assertThat(one.live()).isEqualTo(two.live()).hasSize(2));
    long start = System.nanoTime();
    cluster.redis.hang();
    try {
      await().until(() -> System.nanoTime() - start > 3 * QUICK.life().toNanos());
      assertThat(one.isCurrent()).isFalse();
      assertThat(one.live()).hasSize(2);
      assertThat(one.age()).isGreaterThan(QUICK.life().multipliedBy(2));
    } finally {
      cluster.redis.resume();
    }

    await().until(() -> one.isCurrent() && two.isCurrent());
    await().until(() -> one.age().compareTo(QUICK.life()) < 0);
    long back = System.nanoTime();
    await().until(() -> System.nanoTime() - back > 2 * QUICK.life().toNanos());
    assertThat(log).isEmpty();
    assertThat(one.incarnation()).isEqualTo(before);
  }

  @Test
  void aRedisThatComesBackEmptyGetsTheLeasesAgain() {
    RedisNodeLeases one = node("one");
    RedisNodeLeases two = node("two");
    await().untilAsserted(() -> assertThat(one.live()).hasSize(2));

    cluster.redis.flush();

    await().untilAsserted(() -> assertThat(two.live()).contains(one.incarnation()).hasSize(2));
    assertThat(log).isEmpty();
  }

  /** Invariant: what a node wrote is not missed for long in a Redis that forgot it. */
  @Test
  void aNodeIsToldOnceWhenRedisMayHaveLostWhatItWrote() {
    RedisNodeLeases one = node("one");
    AtomicInteger losses = new AtomicInteger();
    one.onLoss(losses::incrementAndGet);
    await().untilAsserted(() -> assertThat(one.isCurrent()).isTrue());

    cluster.redis.flush();
    await().untilAsserted(() -> assertThat(losses).hasValue(1));

    cluster.redis.snapshot();
    cluster.redis.kill9();
    cluster.redis.restart();
    await().atMost(TestCluster.BOUND).untilAsserted(() -> assertThat(losses).hasValue(2));
    await()
        .during(QUICK.beat().multipliedBy(4))
        .untilAsserted(() -> assertThat(losses).hasValue(2));
  }

  @Test
  void theLogSaysWhichNodeIsCleanedUpAfter() {
    try (LogLines lines = LogLines.of(RedisNodeLeases.class)) {
      RedisNodeLeases one = node("one");
      RedisNodeLeases left = node("left");
      RedisNodeLeases dead = node("dead");
      await().untilAsserted(() -> assertThat(one.live()).hasSize(3));

      left.release();
      left.close();
      dead.close();

      for (String end :
          List.of(
              "node left (incarnation " + left.incarnation() + "), which RELEASED",
              "node dead (incarnation " + dead.incarnation() + "), which DIED")) {
        await().untilAsserted(() -> assertThat(lines.texts()).contains("Cleaning up after " + end));
      }
    }
  }

  @Test
  void twoNodesOfOneNameAreBothTold() {
    try (LogLines lines = LogLines.of(RedisNodeLeases.class)) {
      at("host-a/7").start();
      at("host-b/7").start();

      await()
          .untilAsserted(
              () ->
                  assertThat(lines.texts())
                      .contains(
                          "Two living nodes are called same: this one (host-a/7) and one at"
                              + " host-b/7; give each its own parley.node.name",
                          "Two living nodes are called same: this one (host-b/7) and one at"
                              + " host-a/7; give each its own parley.node.name"));
      long start = System.nanoTime();
      await().until(() -> System.nanoTime() - start > 5 * QUICK.beat().toNanos());
      assertThat(lines.texts()).filteredOn(line -> line.startsWith("Two living")).hasSize(2);
    }
  }

  /** Invariant: a node that is started again is not taken for two. */
  @Test
  void theLeaseThatAPredecessorLeftIsNoSecondNode() {
    try (LogLines lines = LogLines.of(RedisNodeLeases.class)) {
      RedisNodeLeases before = at("host-a/7");
      before.start();
      await().until(before::isCurrent);
      before.close();

      RedisNodeLeases after = at("host-a/8");
      after.start();

      await().untilAsserted(() -> assertThat(after.live()).contains(before.incarnation()));
      await().untilAsserted(() -> assertThat(after.live()).doesNotContain(before.incarnation()));
      assertThat(lines.texts()).noneMatch(line -> line.startsWith("Two living"));
    }
  }

  private RedisNodeLeases at(String process) {
    return leases(new NodeSelf("same", () -> "serving", () -> 7, process), TimeSource.system());
  }

  /** Invariant: the wall clock of a node decides nothing. */
  @Test
  void aClockThatIsFiveMinutesOffMattersToNobody() {
    TimeSource late =
        new TimeSource() {
          @Override
          public Instant now() {
            return Instant.now().minus(Duration.ofMinutes(5));
          }

          @Override
          public long nanoTime() {
            return System.nanoTime();
          }
        };
    RedisNodeLeases one = node("one", late);
    RedisNodeLeases two = node("two");
    long start = System.nanoTime();

    await().until(() -> System.nanoTime() - start > 3 * QUICK.life().toNanos());

    assertThat(one.live()).isEqualTo(two.live()).hasSize(2);
    assertThat(log).isEmpty();
  }

  /** Invariant: a node that finds Redis slow, so that its breaker opens, keeps its lease. */
  @Test
  void anOpenBreakerCostsNoLease() {
    LeaseTimes times =
        new LeaseTimes(Duration.ofSeconds(3), Duration.ofMillis(150), Duration.ofHours(1));
    AtomicBoolean open = new AtomicBoolean();
    RedisCluster slow =
        cluster.closing(
            RedisCluster.connect(
                new RedisSettings(cluster.redis.url(), "", TestCluster.TIMEOUT, "t"),
                refusing(open),
                meter,
                cluster.threads,
                cluster.timer,
                TimeSource.system()));
    await().until(slow::isConnected);
    NodeSelf self = new NodeSelf("slow", () -> "serving", () -> 7);
    RedisNodeLeases leases = cluster.closing(slow.leases(self, times));
    leases.start();
    RedisNodeLeases watcher = node("watcher");
    String incarnation = leases.incarnation();
    await().until(() -> watcher.live().contains(incarnation));

    open.set(true);
    long start = System.nanoTime();
    await()
        .atMost(TestCluster.BOUND)
        .until(
            () -> {
              assertThat(leases.age()).isLessThan(times.life());
              return System.nanoTime() - start > 2 * times.life().toNanos();
            });

    assertThat(leases.incarnation()).isEqualTo(incarnation);
    assertThat(watcher.live()).contains(incarnation);
    assertThat(meter.count(ClusterCount.FENCED)).isZero();
  }

  private static Breaker refusing(AtomicBoolean open) {
    return new Breaker() {
      @Override
      public <T> CompletionStage<T> call(Supplier<CompletionStage<T>> use) {
        return open.get() ? CompletableFuture.failedFuture(new OpenException()) : use.get();
      }

      @Override
      public boolean isOpen() {
        return open.get();
      }
    };
  }

  private RedisNodeLeases node(String name) {
    return node(name, TimeSource.system());
  }

  private RedisNodeLeases node(String name, TimeSource time) {
    RedisNodeLeases leases = leases(name, time);
    leases.onEnded((incarnation, end) -> log.add(name + " " + incarnation + " " + end));
    leases.start();
    return leases;
  }

  private RedisNodeLeases leases(String name, TimeSource time) {
    return leases(new NodeSelf(name, () -> "serving", () -> 7), time);
  }

  private RedisNodeLeases leases(NodeSelf self, TimeSource time) {
    RedisGuard guard = cluster.connected().guard();
    return cluster.closing(
        new RedisNodeLeases(
            new LeaseStore(guard, "t", QUICK),
            QUICK,
            self,
            cluster.threads,
            cluster.timer,
            time,
            meter));
  }

  private void expire(String incarnation) {
    cluster
        .connected()
        .guard()
        .await(
            "test",
            redis ->
                redis
                    .client()
                    .getScoredSortedSet("t:{nodes}:leases", StringCodec.INSTANCE)
                    .addAsync(1, incarnation));
  }

  private List<Long> timesToLive(String... keys) {
    return Stream.of(keys)
        .map(
            key ->
                cluster
                    .connected()
                    .guard()
                    .await(
                        "test",
                        redis ->
                            redis
                                .client()
                                .getBucket("t:{nodes}:" + key, StringCodec.INSTANCE)
                                .remainTimeToLiveAsync()))
        .toList();
  }

  private LeaseStore store() {
    return new LeaseStore(cluster.connected().guard(), "t", QUICK);
  }
}
