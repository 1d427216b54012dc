package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import dev.parley.kernel.Scheduler;
import dev.parley.testing.ManualTimer;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class CachedRosterTest {
  private static final Instant SINCE = Instant.parse("2030-01-01T00:00:00Z");
  private static final Standing ONLINE = new Standing(Status.ONLINE, Optional.empty());
  private static final Standing AWAY = new Standing(Status.AWAY, Optional.empty());
  private static final Standing OFFLINE = new Standing(Status.OFFLINE, Optional.of(SINCE));

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-caches"));
  private final RedisGuard guard = cluster.connected().guard();
  private final ManualTimer stopwatch = new ManualTimer();
  private final RedisClock clock = new RedisClock(stopwatch);
  private final CachedRoster caches = caches(CacheTimes.DEFAULT);

  @BeforeEach
  void setTheClock() {
    clock.told(20, clock.nanoTime());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void whatIsNotedIsRead() {
    caches.standing("anna", AWAY, 1);
    caches.standing("berta", OFFLINE, 1);
    Member phone = new Member("anna", "Anna", "s", "phone", "ios", SINCE, true);
    Placed placed = new Placed("/", "node-1", phone);
    caches.devices("anna", List.of(placed), 1);

    await()
        .untilAsserted(
            () ->
                assertThat(caches.standings(List.of("anna", "berta", "nobody")))
                    .isEqualTo(Map.of("anna", AWAY, "berta", OFFLINE)));
    await().untilAsserted(() -> assertThat(caches.devices("anna")).contains(List.of(placed)));
    assertThat(caches.devices("berta")).isEmpty();
  }

  /** Invariant: of two writers the newer one stays, whoever comes last. */
  @Test
  void anOlderWriteDoesNotStay() {
    caches.standing("anna", OFFLINE, 20);
    await().until(() -> caches.standings(List.of("anna")).containsValue(OFFLINE));

    for (int stamp = 1; stamp < 20; stamp++) {
      caches(CacheTimes.DEFAULT).standing("anna", ONLINE, stamp);
    }
    caches.standing("berta", AWAY, 1);
    await().until(() -> caches.standings(List.of("berta")).containsValue(AWAY));

    await().until(() -> caches.standings(List.of("anna")).containsValue(OFFLINE));
  }

  /** Invariant: the newer one stays also when the older writer had looked before it came. */
  @Test
  void whatIsWrittenOverManyNewerEntriesIsWrittenOverAgain() {
    CachedRoster newer = caches(CacheTimes.DEFAULT, stopwatch);
    newer.standing("first", ONLINE, 20);
    newer.standing("anna", OFFLINE, 20);
    newer.standing("berta", ONLINE, 20);
    await().atMost(TestCluster.BOUND).until(() -> aMomentLater().containsKey("berta"));
    Map<String, String> right = map("t:/:user:status");
    guard.await(
        "test",
        redis ->
            redis
                .client()
                .getMap("t:/:user:status", StringCodec.INSTANCE)
                .putAllAsync(Map.of("anna", "19 online", "berta", "21 away")));

    await()
        .atMost(TestCluster.BOUND)
        .ignoreException(RedisUnavailableException.class)
        .until(() -> aMomentLater().get("anna").equals(right.get("anna")));
    assertThat(map("t:/:user:status")).containsEntry("berta", "21 away");
  }

  /** Invariant: what Redis refuses is let go, not tried again for ever. */
  @Test
  void whatAFullRedisRefusesIsLetGo() {
    CountingMeter meter = new CountingMeter();
    RedisCluster counted = cluster.connect(meter);
    await().atMost(TestCluster.BOUND).until(counted::isConnected);
    CachedRoster full = caches(counted.guard(), CacheTimes.DEFAULT, stopwatch);
    full.standing("anna", OFFLINE, 3);
    await().until(() -> map("t:/:user:status").containsKey("anna"));
    assertThat(cluster.redis.answer("CONFIG SET maxmemory 1")).isEqualTo("+OK");
    full.standing("anna", ONLINE, 4);
    full.standing("berta", ONLINE, 4);
    full.standing("clara", ONLINE, 4);
    await()
        .atMost(TestCluster.BOUND)
        .until(
            () -> {
              stopwatch.advance(Duration.ofMillis(100));
              return meter.failures.contains("cache FAILED");
            });
    assertThat(cluster.redis.answer("CONFIG SET maxmemory 0")).isEqualTo("+OK");
    for (int i = 0; i < 20; i++) {
      stopwatch.advance(Duration.ofMillis(100));
      assertThat(aMomentLater()).isEqualTo(Map.of("anna", "3 offline " + SINCE.toEpochMilli()));
    }
  }

  /** What is there after a moment by the stopwatch. */
  private Map<String, String> aMomentLater() {
    stopwatch.advance(Duration.ofMillis(100));
    return map("t:/:user:status");
  }

  /** Invariant: a write that got lost is believed for seconds, whatever the clocks of nodes say. */
  @Test
  void whatIsNotFreshIsNoAnswer() {
    caches.standing("anna", ONLINE, 1);
    caches.devices("anna", List.of(), 1);
    await().until(() -> caches.standings(List.of("anna")).containsValue(ONLINE));
    await().until(() -> caches.devices("anna").isPresent());
    stopwatch.advance(CacheTimes.DEFAULT.fresh().minusMillis(1));
    assertThat(caches.standings(List.of("anna"))).containsValue(ONLINE);
    assertThat(caches.devices("anna")).isPresent();

    stopwatch.advance(Duration.ofMillis(2));

    assertThat(caches.standings(List.of("anna"))).isEmpty();
    assertThat(caches.devices("anna")).isEmpty();
    assertThat(map("t:/:user:status")).containsEntry("anna", "1 online");
  }

  /** Invariant: a stamp of another clock, as before a failover, is believed by nobody. */
  @Test
  void whatIsOfTheFutureIsNoAnswer() {
    caches.standing("anna", ONLINE, 21);
    await().until(() -> map("t:/:user:status").containsKey("anna"));

    assertThat(caches.standings(List.of("anna"))).isEmpty();
  }

  @Test
  void entriesExpireAfterTheirTimeFromTheLastWrite() {
    CachedRoster brief =
        caches(new CacheTimes(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofHours(1)));
    brief.standing("anna", ONLINE, 1);
    await().until(() -> brief.standings(List.of("anna")).containsValue(ONLINE));
    long first = System.nanoTime();
    // Written again and again, it outlives its time.
    await()
        .until(
            () -> {
              brief.standing("anna", ONLINE, 2);
              assertThat(brief.standings(List.of("anna"))).containsValue(ONLINE);
              return System.nanoTime() - first > Duration.ofSeconds(4).toNanos();
            });

    await().until(() -> brief.standings(List.of("anna")).isEmpty());
  }

  /** Invariant: what expired goes, also from a cache that others go on writing to. */
  @Test
  void whatExpiredIsSweptAway() {
    CachedRoster brief =
        caches(new CacheTimes(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1)));
    brief.standing("anna", ONLINE, 1);
    await().until(() -> map("t:/:user:status").containsKey("anna"));

    await()
        .atMost(TestCluster.BOUND)
        .until(
            () -> {
              brief.standing("berta", ONLINE, 2);
              Map<String, String> entries = map("t:/:user:status");
              return entries.containsKey("berta") && !entries.containsKey("anna");
            });
  }

  @Test
  void operatorsReadWhoseASocketIs() {
    Member phone = new Member("anna", null, "socket-1", "phone", null, SINCE, false);
    caches.came(phone);
    await().until(() -> map("t:/:socket:user").containsKey("socket-1"));
    caches.standing("anna", ONLINE, 7);
    await().until(() -> map("t:/:user:status").containsKey("anna"));

    assertThat(map("t:/:socket:user")).containsEntry("socket-1", "anna");
    assertThat(map("t:/:user:status")).containsEntry("anna", "7 online");
    caches.went("socket-1");

    await().until(() -> map("t:/:socket:user").isEmpty());
  }

  /** Invariant: nothing stays in Redis for good when all nodes are gone. */
  @Test
  void whatACacheIsStoredInEndsByItself() {
    caches.came(new Member("anna", null, "socket-1", "phone", null, SINCE, false));
    caches.standing("anna", ONLINE, 1);

    for (String key :
        List.of(
            "t:/:socket:user",
            "t:/:user:status",
            "jcache_timeout_set:{t:/:socket:user}",
            "jcache_timeout_set:{t:/:user:status}")) {
      await().until(() -> millisToLive(key) > 0);
    }
    // With its last entry a cache loses its end.
    caches.went("socket-1");
    await().until(() -> map("t:/:socket:user").isEmpty());
    caches.came(new Member("anna", null, "socket-2", "phone", null, SINCE, false));

    await().until(() -> millisToLive("t:/:socket:user") > 0);
  }

  @Test
  void nobodyWaitsForLongWithoutRedis() {
    caches.standing("anna", ONLINE, 1);
    cluster.redis.hang();
    try {
      long start = System.nanoTime();
      caches.standing("anna", AWAY, 2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.AT_ONCE);
      assertThat(catchThrowable(() -> caches.standings(List.of("anna"))))
          .isInstanceOf(RedisUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.SOON);
    } finally {
      cluster.redis.resume();
    }
  }

  private long millisToLive(String key) {
    return guard.await("test", redis -> redis.client().getMap(key).remainTimeToLiveAsync());
  }

  private Map<String, String> map(String name) {
    return guard.await(
        "test",
        redis ->
            redis.client().<String, String>getMap(name, StringCodec.INSTANCE).readAllMapAsync());
  }

  private CachedRoster caches(CacheTimes times) {
    return caches(times, cluster.timer);
  }

  private CachedRoster caches(CacheTimes times, Scheduler scheduler) {
    return caches(guard, times, scheduler);
  }

  private CachedRoster caches(RedisGuard guard, CacheTimes times, Scheduler scheduler) {
    return new CachedRoster(
        guard, new JCaches(), new RosterKeys("t", "/"), times, clock, scheduler);
  }
}
