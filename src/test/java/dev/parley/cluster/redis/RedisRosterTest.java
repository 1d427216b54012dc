package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.NodeLeases.End;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Present;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import dev.parley.cluster.api.RosterContractTest;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/** {@code roster.lua}, {@code standing.lua} and {@code present.lua}, by what nodes make of them. */
class RedisRosterTest extends RosterContractTest {
  private static final RosterTimes QUICK =
      new RosterTimes(
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofDays(1));

  /** Of a node that writes once and never again; what it wrote ends soon. */
  private static final RosterTimes BRIEF =
      new RosterTimes(
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Duration.ofMillis(100),
          Duration.ofMillis(1500),
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofDays(1));

  /** The same, and who is online stays so for longer than their sockets are remembered. */
  private static final RosterTimes ENDURING =
      new RosterTimes(
          BRIEF.settle(),
          BRIEF.retry(),
          BRIEF.refresh(),
          BRIEF.life(),
          QUICK.online(),
          QUICK.index(),
          BRIEF.noted(),
          BRIEF.lastSeen());

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-roster"));
  private final RedisCluster connection = cluster.connected();

  @Override
  protected Roster roster() {
    return new Node().roster;
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void theNodeThatMadeTheDifferenceIsTold() {
    Node one = new Node().listening();
    Node two = new Node().listening();
    one.roster.put("/n", member("anna", "1"));
    await().until(() -> two.roster.sockets("/n", "anna") == 1);
    two.roster.put("/n", member("anna", "2"));
    await().until(() -> one.roster.sockets("/n", "anna") == 2);
    one.roster.remove("/n", "anna", "1");
    await().until(() -> two.roster.sockets("/n", "anna") == 1);
    two.roster.remove("/n", "anna", "2");

    await().untilAsserted(() -> assertThat(two.heard).containsExactly("-anna"));
    assertThat(one.heard).containsExactly("+anna");
  }

  @Test
  void whoMovesToAnotherNodeIsNeverOffline() {
    Node one = new Node().listening();
    Node two = new Node().listening();
    one.roster.put("/n", member("anna", "1"));
    await().until(() -> one.heard.contains("+anna"));
    for (int move = 0; move < 4; move++) {
      Node from = move % 2 == 0 ? one : two;
      Node to = move % 2 == 0 ? two : one;
      from.roster.remove("/n", "anna", "1");
      to.roster.put("/n", member("anna", "1"));
      await().until(() -> from.roster.sockets("/n", "anna") == 1);
    }
    one.roster.put("/n", member("berta", "1"));
    await().until(() -> one.heard.contains("+berta"));
    one.roster.remove("/n", "berta", "1");
    await().until(() -> one.heard.contains("-berta"));

    assertThat(one.heard).containsExactly("+anna", "+berta", "-berta");
    assertThat(two.heard).isEmpty();
  }

  @Test
  void awayIsJudgedOverAllNodes() {
    Node one = new Node().listening();
    Node two = new Node().listening();
    Node third = new Node().listening();
    one.roster.put("/n", away("anna", "1"));
    two.roster.put("/n", member("anna", "2"));
    await()
        .until(() -> third.status("anna") == Status.ONLINE && one.status("anna") == Status.ONLINE);

    two.roster.put("/n", away("anna", "2"));

    await().until(() -> third.status("anna") == Status.AWAY && one.status("anna") == Status.AWAY);
  }

  @Test
  void theUsersOfADeadNodeGoAtOnceUnlessTheyAreElsewhere() {
    Node dead = new Node().listening();
    Node one = new Node(Duration.ofMinutes(5));
    for (int i = 0; i < 450; i++) {
      dead.roster.put("/n", member("user" + i, "1"));
    }
    one.roster.put("/n", member("user7", "2"));
    await().until(() -> one.roster.count("/n") == 450);
    await().until(() -> one.roster.sockets("/n", "user7") == 2);
    // No news of its own in the way.
    one.heard.clear();

    one.leases.end(dead.leases.incarnation(), End.DIED);

    await().untilAsserted(() -> assertThat(one.heard).hasSize(449).doesNotContain("-user7"));
    assertThat(one.heard).doesNotHaveDuplicates().allMatch(news -> news.startsWith("-"));
    assertThat(one.roster.count("/n")).isEqualTo(1);
    assertThat(one.roster.sockets("/n", "user7")).isEqualTo(1);
  }

  @Test
  void cleaningUpTwiceTellsOnce() {
    Node dead = new Node().listening();
    Node one = new Node().listening();
    Node two = new Node().listening();
    dead.roster.put("/n", member("anna", "1"));
    await().until(() -> one.roster.count("/n") == 1);

    one.leases.end(dead.leases.incarnation(), End.DIED);
    two.leases.end(dead.leases.incarnation(), End.DIED);

    await().untilAsserted(() -> assertThat(one.heard).containsExactly("-anna"));
    assertThat(two.heard).isEmpty();
  }

  /** Invariant: whoever is online when all nodes die does not stay so. */
  @Test
  void usersOfNodesThatAreForgottenGoByThemselves() {
    Node last = new Node(BRIEF).listening();
    last.roster.put("/n", member("anna", "1"));
    await().until(() -> last.roster.count("/n") == 1);
    last.roster.close();

    await().until(() -> !keys().contains("t:{/n}:online_users"));

    Node first = new Node().listening();
    assertThat(first.roster.count("/n")).isZero();
    assertThat(first.roster.present("/n", 10)).isEmpty();
    assertThat(first.status("anna")).isEqualTo(Status.OFFLINE);
  }

  /** Invariant: every key has an end of its own, also of users in their grace. */
  @Test
  void everyKeyEndsWhenNoNodeLives() {
    Node last = new Node(Duration.ofMinutes(5));
    last.roster.put("/n", member("anna", "1"));
    last.roster.put("/n", member("berta", "1"));
    await().until(() -> last.roster.count("/n") == 2);
    last.roster.remove("/n", "berta", "1");
    await().until(() -> keys().contains("t:{/n}:user:berta:last_seen"));

    assertThat(keys())
        .contains(
            "t:{/n}:online_users",
            "t:{/n}:online_cards",
            "t:{/n}:node:" + last.leases.incarnation() + ":users")
        .allSatisfy(key -> assertThat(millisToLive(key)).as(key).isPositive());
  }

  @Test
  void theFirstNodeAfterAllDiedFindsWhomToCleanUpAfter() {
    Node last = new Node(ENDURING).listening();
    last.roster.put("/n", member("anna", "1"));
    await().until(() -> last.roster.count("/n") == 1);
    last.roster.close();
    await().until(() -> !keys().contains("t:{/n}:user:anna:sockets"));
    Node first = new Node().listening();
    assertThat(first.roster.count("/n")).isEqualTo(1);

    first.leases.end(last.leases.incarnation(), End.DIED);

    await().untilAsserted(() -> assertThat(first.heard).containsExactly("-anna"));
    assertThat(first.roster.count("/n")).isZero();
  }

  @Test
  void theUsersOfADrainedNodeHaveTheGraceToComeBack() {
    Node drained = new Node().listening();
    Node one = new Node().listening();
    drained.roster.put("/n", member("anna", "1"));
    drained.roster.put("/n", member("berta", "1"));
    await().until(() -> one.roster.count("/n") == 2);

    one.leases.end(drained.leases.incarnation(), End.RELEASED);
    assertThat(one.heard).isEmpty();
    one.roster.put("/n", member("anna", "2"));

    await().untilAsserted(() -> assertThat(one.heard).containsExactly("-berta"));
    assertThat(one.status("anna")).isEqualTo(Status.ONLINE);
  }

  /** Invariant: an incarnation that was cleaned up after writes nothing any more. */
  @Test
  void whoWakesUpAfterItsEndIsRefusedUntilItBeginsAnew() {
    Node paused = new Node().listening();
    Node one = new Node().listening();
    paused.roster.put("/n", member("anna", "1"));
    await().until(() -> one.roster.sockets("/n", "anna") == 1);
    one.leases.end(paused.leases.incarnation(), End.DIED);
    await().until(() -> one.heard.contains("-anna"));

    paused.roster.put("/n", member("anna", "2"));
    paused.roster.put("/n", member("berta", "1"));
    one.roster.put("/n", member("carla", "1"));
    await().until(() -> one.heard.contains("+carla"));
    assertThat(one.roster.count("/n")).isEqualTo(1);

    paused.leases.fence();
    await().until(() -> one.roster.sockets("/n", "anna") == 2);
    await()
        .untilAsserted(
            () -> assertThat(paused.heard).containsExactlyInAnyOrder("+anna", "+anna", "+berta"));
  }

  /** Invariant: without Redis a node tells its own, and says nothing twice when Redis is back. */
  @Test
  void whatHappensWithoutRedisIsToldOnce() {
    Node one = new Node().listening();
    Node two = new Node().listening();
    one.roster.put("/n", member("stays", "1"));
    one.roster.put("/n", member("goes", "1"));
    two.roster.put("/n", member("both", "2"));
    await().until(() -> one.roster.count("/n") == 3);
    one.roster.put("/n", member("both", "1"));
    await().until(() -> two.roster.sockets("/n", "both") == 2);
    cluster.redis.hang();
    try {
      one.roster.put("/n", member("comes", "1"));
      one.roster.put("/n", member("passes", "1"));
      one.roster.remove("/n", "goes", "1");
      one.roster.remove("/n", "both", "1");
      await().untilAsserted(() -> assertThat(one.heard).contains("-goes", "+comes", "+passes"));
      one.roster.remove("/n", "passes", "1");
      await().untilAsserted(() -> assertThat(one.heard).contains("-passes"));
      assertThat(one.status("comes")).isEqualTo(Status.ONLINE);
      assertThat(one.status("goes")).isEqualTo(Status.OFFLINE);
      assertThat(one.roster.sockets("/n", "comes")).isEqualTo(1);
    } finally {
      cluster.redis.resume();
    }

    await().until(() -> two.roster.sockets("/n", "comes") == 1);
    await().until(() -> two.roster.sockets("/n", "both") == 1);
    await().until(() -> two.status("goes") == Status.OFFLINE);
    assertThat(one.heard).doesNotHaveDuplicates().doesNotContain("-both", "-stays");
    assertThat(two.heard).containsExactly("+both");
  }

  @Test
  void aRedisThatComesBackEmptyIsFilledAgainAndNobodyIsTold() {
    Node one = new Node().listening();
    one.roster.put("/n", member("anna", "1"));
    await().until(() -> one.heard.contains("+anna"));

    cluster.redis.flush();

    await().atMost(TestCluster.BOUND).until(() -> one.roster.count("/n") == 1);
    assertThat(one.heard).containsExactly("+anna");
  }

  @Test
  void noQuestionTakesLongWithoutRedis() {
    Node one = new Node().listening();
    cluster.redis.hang();
    try {
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        one.status("anna");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestCluster.SOON);
      }
      assertThat(catchThrowable(() -> one.leases.end("x", End.DIED)))
          .isInstanceOf(RedisUnavailableException.class);
    } finally {
      cluster.redis.resume();
    }
  }

  /** Invariant: nothing stays of who is gone but when they went. */
  @Test
  void nothingStaysInRedisOfUsersWhoWent() {
    Node one = new Node().listening();
    for (int i = 0; i < 20; i++) {
      one.roster.put("/n", member("user" + i, "1"));
    }
    await().until(() -> one.roster.count("/n") == 20);
    for (int i = 0; i < 20; i++) {
      one.roster.remove("/n", "user" + i, "1");
    }

    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(() -> assertThat(keys()).allMatch(key -> key.endsWith(":last_seen")));
  }

  @Test
  void operatorsSeeTheSocketsOfAllNodesAndWhereTheyAre() {
    Node one = new Node("one", QUICK, RedisRosterTest::noMirror).listening();
    Node two = new Node("two", QUICK, RedisRosterTest::noMirror).listening();
    one.roster.put("/n", member("anna", "1"));
    two.roster.put("/n", away("anna", "2"));

    for (Node node : List.of(one, two)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(node.roster.socketsOf("anna"))
                      .containsExactlyInAnyOrder(
                          new Placed("/n", "one", member("anna", "1")),
                          new Placed("/n", "two", away("anna", "2"))));
    }
  }

  /** Invariant: a device counts once, whatever nodes its sockets are at. */
  @Test
  void devicesAreCountedOverAllNodes() {
    Node one = new Node().listening();
    Node two = new Node().listening();
    one.roster.put("/n", member("anna", "1"));
    await().until(() -> two.roster.sockets("/n", "anna") == 1);
    two.roster.put("/n", member("anna", "2"));
    two.roster.put("/n", new Member("anna", "Anna", "3", "phone", null, SINCE, false));
    await().until(() -> one.roster.sockets("/n", "anna") == 3);
    await().untilAsserted(() -> assertThat(devices(one)).containsExactly(2));

    one.roster.remove("/n", "anna", "1");
    await().until(() -> two.roster.sockets("/n", "anna") == 2);
    assertThat(devices(one)).containsExactly(2);
    two.roster.remove("/n", "anna", "2");

    await().untilAsserted(() -> assertThat(devices(one)).containsExactly(1));
  }

  /** Invariant: a copy that was not written misleads nobody for longer than it is fresh. */
  @Test
  void aCopyThatWasNotWrittenIsBelievedForSecondsOnly() {
    CacheTimes times =
        new CacheTimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(1));
    JCaches caches = new JCaches();
    BiFunction<RosterKeys, RedisClock, RosterMirror> real =
        (keys, clock) ->
            new CachedRoster(connection.guard(), caches, keys, times, clock, cluster.timer);
    Node dead = new Node("dead", QUICK, real).listening();
    // Cleans up, and its writes to the cache get lost.
    Node cleaner = new Node().listening();
    Node asked = new Node("asked", QUICK, real).listening();
    dead.roster.put("/n", member("anna", "1"));
    await().until(() -> cleaner.roster.count("/n") == 1);
    await().until(() -> asked.status("anna") == Status.ONLINE);

    cleaner.leases.end(dead.leases.incarnation(), End.DIED);
    await().until(() -> cleaner.heard.contains("-anna"));

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(asked.status("anna")).isEqualTo(Status.OFFLINE);
              assertThat(asked.roster.socketsOf("anna")).isEmpty();
            });
  }

  /** Invariant: as long as a socket is there, it can be looked up. */
  @Test
  void whoseASocketIsIsNotedAgainAndAgain() {
    RosterTimes often =
        new RosterTimes(
            QUICK.settle(),
            QUICK.retry(),
            QUICK.refresh(),
            QUICK.life(),
            QUICK.online(),
            QUICK.index(),
            Duration.ofSeconds(1),
            QUICK.lastSeen());
    NotedSockets noted = new NotedSockets();
    Node one = new Node("one", often, (keys, clock) -> noted).listening();
    one.roster.put("/n", member("anna", "1"));
    one.roster.put("/n", member("anna", "2"));
    one.roster.put("/n", member("berta", "3"));
    assertThat(noted.times("1")).isEqualTo(1);

    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(
            () ->
                assertThat(List.of("1", "2", "3"))
                    .allMatch(socketId -> noted.times(socketId) >= 2));
    one.roster.remove("/n", "anna", "1");
    long before = noted.times("1");
    await().atMost(TestCluster.BOUND).until(() -> noted.times("2") >= 4);

    assertThat(noted.times("1")).isEqualTo(before);
  }

  private static RosterMirror noMirror(RosterKeys keys, RedisClock clock) {
    return RosterMirror.NONE;
  }

  private static List<Integer> devices(Node node) {
    return node.roster.present("/n", 10).stream().map(Present::devices).toList();
  }

  private long millisToLive(String key) {
    return connection
        .guard()
        .await(
            "test",
            redis -> redis.client().getBucket(key, StringCodec.INSTANCE).remainTimeToLiveAsync());
  }

  private List<String> keys() {
    return connection
        .guard()
        .await(
            "test",
            redis ->
                redis
                    .client()
                    .getScript(StringCodec.INSTANCE)
                    .<List<String>>evalAsync(
                        RScript.Mode.READ_ONLY,
                        "return redis.call('KEYS', 't:*')",
                        RScript.ReturnType.LIST));
  }

  /** Counts how often it was told of a socket. */
  private static final class NotedSockets implements RosterMirror {
    private final List<String> noted = new CopyOnWriteArrayList<>();

    long times(String socketId) {
      return noted.stream().filter(socketId::equals).count();
    }

    @Override
    public void came(Member member) {
      noted.add(member.socketId());
    }

    @Override
    public void went(String socketId) {}

    @Override
    public void standing(String userId, Standing standing, long stampMicros) {}

    @Override
    public void devices(String userId, List<Placed> sockets, long stampMicros) {}

    @Override
    public Map<String, Standing> standings(Collection<String> userIds) {
      return Map.of();
    }

    @Override
    public Optional<List<Placed>> devices(String userId) {
      return Optional.empty();
    }
  }

  private final class Node {
    final FixedLeases leases = new FixedLeases();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final RedisRoster roster;

    Node() {
      this(QUICK);
    }

    Node(Duration grace) {
      this();
      listening(grace);
    }

    Node(RosterTimes times) {
      this(NODE, times, RedisRosterTest::noMirror);
    }

    Node(String name, RosterTimes times, BiFunction<RosterKeys, RedisClock, RosterMirror> mirrors) {
      roster =
          cluster.closing(
              new RedisRoster(
                  connection.guard(),
                  "t",
                  name,
                  times,
                  leases,
                  mirrors,
                  new AtomicLong(),
                  cluster.threads,
                  cluster.timer,
                  TimeSource.system()));
    }

    Node listening() {
      return listening(GRACE);
    }

    private Node listening(Duration grace) {
      roster.listen("/n", grace, t -> heard.add((t.online() ? "+" : "-") + t.userId()));
      return this;
    }

    Status status(String userId) {
      return roster.standings("/n", List.of(userId)).get(userId).status();
    }
  }
}
