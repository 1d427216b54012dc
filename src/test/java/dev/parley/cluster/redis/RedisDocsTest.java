package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.SessionStart;
import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.cluster.memory.MemoryRateLimiter;
import dev.parley.cluster.memory.MemoryStandingRooms;
import dev.parley.cluster.wiring.ClusterSettings;
import dev.parley.gateway.api.EventLimit;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import dev.parley.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * {@code docs/REDIS.md} against a Redis in which every cluster port was used: the tables name each
 * key and channel and no other, and the documented user may do all that a node does.
 */
class RedisDocsTest {
  private static final Path FILE = Path.of("docs", "REDIS.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]+>");
  private static final Pattern ACL = Pattern.compile("(?m)^ACL SETUSER .*$");
  private static final Pattern QUOTED = Pattern.compile("`([~&][^`]+)`");
  private static final String PREFIX = "parley";
  private static final String ROOT = "/";
  private static final String GLOBAL = "/global-chat";
  private static final Duration GRACE = Duration.ofMillis(50);
  private static final LeaseTimes QUICK =
      new LeaseTimes(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofHours(1));

  private final TestCluster cluster = new TestCluster(RedisServer.start("redis-docs"));
  private final String text = Files.readString(FILE);

  RedisDocsTest() throws IOException {}

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void theTablesNameEveryKeyAndChannelAndNoOther() {
    RedisCluster operator = cluster.connected();
    assertThat(cluster.redis.answer(find(ACL).replace("<password>", "secret"))).isEqualTo("+OK");
    RedisCluster one = node();
    RedisCluster other = node();
    // Two names that Redisson tries when it connects, and may be refused.
    assertThat(cluster.redis.answer("ACL LOG RESET")).isEqualTo("+OK");
    Set<Pattern> documented = documented("Keys");
    Set<String> seen = new TreeSet<>();

    RateLimiter limiter = one.limiter(new MemoryRateLimiter(TimeSource.system()));
    RedisNodeLeases leases = use(one, limiter);
    RedisNodeLeases leaving = useRoster(other, "berta");
    await().atMost(TestCluster.BOUND).until(() -> leases.nodes().size() == 2);
    leaving.release();
    awaitSeen(operator, seen, "gone:");
    leases.release();
    // Nobody is left to clean up, so that what is still to be done stays.
    awaitSeen(operator, seen, "cleanups");
    await()
        .atMost(TestCluster.BOUND)
        .untilAsserted(
            () -> {
              // A copy of a permit that Redis does not take in time is let go.
              acquire(limiter, RedisDocsTest::isPerSocket);
              seen.addAll(ask(operator, "keys", "*"));
              assertThat(documented)
                  .allSatisfy(pattern -> assertThat(seen).anyMatch(matches(pattern)));
            });

    assertThat(seen)
        .allSatisfy(key -> assertThat(documented).anyMatch(pattern -> matches(pattern).test(key)));
    assertThat(ask(operator, "pubsub", "channels"))
        .hasSize(3)
        .allSatisfy(
            channel ->
                assertThat(documented("Channels"))
                    .anyMatch(pattern -> matches(pattern).test(channel)));
    assertThat(cluster.redis.answer("ACL LOG")).as("what that user was refused").isEqualTo("*0");
  }

  @Test
  void theRowOfThePrefixNamesThePatternsOfThatUser() {
    List<String> patterns =
        QUOTED
            .matcher(ClusterSettings.PREFIX.description())
            .results()
            .map(quoted -> quoted.group(1))
            .toList();

    assertThat(patterns).hasSize(4);
    assertThat(find(ACL).split(" ")).containsAll(patterns);
  }

  /** Uses every port, and answers the leases. */
  private RedisNodeLeases use(RedisCluster node, RateLimiter limiter) {
    RedisBroker broker =
        cluster.closing(node.broker(List.of(ROOT, GLOBAL, ClusterMessage.CONTROL_LOG)));
    broker.subscribe(logged -> {});
    await().atMost(TestCluster.BOUND).until(broker::isJoined);
    broker.publish(message()).toCompletableFuture().join();

    assertThat(acquire(limiter, row -> true)).containsOnly(Optional.empty());
    cluster.closing(node.sessions(Duration.ofMinutes(2))).save(session());
    node.standingRooms(new MemoryStandingRooms()).add(ROOT, "anna", "room");
    node.revocations()
        .remember(
            new Revocation(Revocation.Kind.USER, "anna", Instant.now()), Duration.ofMinutes(1));

    RedisNodeLeases leases = useRoster(node, "anna");
    RedisPlaces places = cluster.closing(node.places(leases));
    assertThat(places.take("user", "anna", 1)).isTrue();
    assertThat(places.take("address", "192.0.2.1", 1)).isTrue();
    return leases;
  }

  /** The waits for one permit of each of those limits. */
  private static List<Optional<Duration>> acquire(
      RateLimiter limiter, Predicate<EventLimit> which) {
    return Arrays.stream(EventLimit.values())
        .filter(which)
        .map(
            row ->
                limiter.tryAcquire(
                    row.configured(new DefaultSettings()),
                    isPerSocket(row) ? "connection " + ROOT : "anna"))
        .toList();
  }

  private static boolean isPerSocket(EventLimit row) {
    return row.name().endsWith("PER_SOCKET");
  }

  /** One user stays, and another one goes. */
  private RedisNodeLeases useRoster(RedisCluster node, String userId) {
    AtomicLong sockets = new AtomicLong();
    RedisNodeLeases leases =
        cluster.closing(node.leases(new NodeSelf(userId, () -> "serving", sockets::get), QUICK));
    RedisRoster roster = cluster.closing(node.roster(userId, leases, sockets));
    for (String namespace : List.of(ROOT, GLOBAL)) {
      roster.listen(namespace, GRACE, transition -> {});
      roster.put(namespace, member(userId));
      roster.put(namespace, member(userId + "-goes"));
      await().atMost(TestCluster.BOUND).until(() -> roster.count(namespace) >= 2);
      roster.remove(namespace, userId + "-goes", "socket-of-" + userId + "-goes");
    }
    leases.start();
    await().atMost(TestCluster.BOUND).until(leases::isCurrent);
    return leases;
  }

  private RedisCluster node() {
    RedisCluster node =
        cluster.connect(
            new RedisSettings(
                new RedisPlace.Single(cluster.redis.url()),
                new RedisLogin("parley", "secret", ""),
                Optional.empty(),
                TestCluster.TIMEOUT,
                PREFIX,
                16));
    await().atMost(TestCluster.BOUND).until(node::isConnected);
    return node;
  }

  private static void awaitSeen(RedisCluster operator, Set<String> seen, String part) {
    await()
        .atMost(TestCluster.BOUND)
        .until(
            () -> {
              seen.addAll(ask(operator, "keys", "*"));
              return seen.stream().anyMatch(key -> key.contains(part));
            });
  }

  private static List<String> ask(RedisCluster operator, String command, String argument) {
    List<Object> answer =
        operator
            .guard()
            .await(
                "test",
                redis ->
                    redis
                        .client()
                        .getScript(StringCodec.INSTANCE)
                        .evalAsync(
                            RScript.Mode.READ_ONLY,
                            "return redis.call(ARGV[1], ARGV[2])",
                            RScript.ReturnType.LIST,
                            List.of(),
                            command,
                            argument));
    return answer.stream().map(Object::toString).toList();
  }

  /** The first cells of a section's tables, as what a real name looks like. */
  private Set<Pattern> documented(String section) {
    int begin = text.indexOf("\n## " + section + "\n");
    assertThat(begin).as(section).isPositive();
    int end = text.indexOf("\n## ", begin + 1);
    return ROW.matcher(text.substring(begin, end))
        .results()
        .map(row -> pattern(row.group(1)))
        .collect(Collectors.toSet());
  }

  private static Pattern pattern(String name) {
    String given =
        name.replace("{ns}", "{<ns>}")
            .replaceFirst("(?<![^:{])P:", Matcher.quoteReplacement(PREFIX + ":"));
    StringBuilder pattern = new StringBuilder();
    int last = 0;
    for (MatchResult placeholder : PLACEHOLDER.matcher(given).results().toList()) {
      pattern.append(Pattern.quote(given.substring(last, placeholder.start()))).append(".+");
      last = placeholder.end();
    }
    return Pattern.compile(pattern.append(Pattern.quote(given.substring(last))).toString());
  }

  private static Predicate<String> matches(Pattern pattern) {
    return name -> pattern.matcher(name).matches();
  }

  private String find(Pattern line) {
    Matcher found = line.matcher(text);
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private static RoomEvent message() {
    return new RoomEvent(
        GLOBAL,
        List.of("room"),
        "event",
        "{\"seq\":}",
        List.of(),
        Delivery.ORDERED,
        null,
        null,
        null,
        "event anna t-1",
        new Numbering("counter", 7, 0));
  }

  private static Session session() {
    return new Session(
        ROOT,
        "pid",
        1,
        "socket",
        "anna",
        "phone",
        SessionStart.at(Position.NONE),
        Set.of("room"),
        Map.of());
  }

  private static Member member(String userId) {
    return new Member(userId, null, "socket-of-" + userId, "phone", null, Instant.now(), false);
  }

  private static final class DefaultSettings implements Settings {
    @Override
    public <T> T get(Setting<T> setting) {
      return setting.parse(setting.defaultValue());
    }
  }
}
