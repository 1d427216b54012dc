package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Published;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiter.Counting;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.memory.MemoryRateLimiter;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import dev.parley.testing.ChildProcess;
import dev.parley.testing.FreePort;
import dev.parley.testing.Programs;
import dev.parley.testing.Project;
import dev.parley.testing.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis Cluster of three masters: what belongs together lies together, the rest is spread. */
class RedisShardsIT {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final List<String> LOGS =
      List.of("/", "/global-chat", "/chat", "/threads", "/n", "control");
  private static final int MESSAGES = 50;

  private final TestCluster cluster = new TestCluster(RedisServer.start("shards-apart"));
  private final List<RedisServer> masters = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    masters.forEach(RedisServer::close);
  }

  @Test
  void nodesTalkAndCountOverAllMasters() throws Exception {
    RedisSettings settings = install();
    RedisCluster one = connected(settings);
    RedisCluster two = connected(settings);
    Heard heard = new Heard();
    RedisBroker sender = cluster.closing(one.broker(LOGS, TestCluster.QUICK));
    RedisBroker receiver = cluster.closing(two.broker(LOGS, TestCluster.QUICK));
    sender.subscribe(logged -> {});
    receiver.subscribe(heard);
    await().atMost(BOUND).until(() -> sender.isJoined() && receiver.isJoined());

    for (int i = 0; i < MESSAGES; i++) {
      for (String log : LOGS.subList(0, 5)) {
        Published published =
            sender
                .publish(message(log, i))
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        assertThat(published.number()).isEqualTo(i + 1);
      }
    }

    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= MESSAGES; i++) {
      expected.add(i + "");
    }
    for (String log : LOGS.subList(0, 5)) {
      await().atMost(BOUND).until(() -> heard.of(log).size() == MESSAGES);
      assertThat(heard.of(log)).containsExactlyElementsOf(expected);
    }
    RateLimiter first = one.limiter(new MemoryRateLimiter(TimeSource.system()));
    RateLimiter second = two.limiter(new MemoryRateLimiter(TimeSource.system()));
    for (int user = 0; user < 20; user++) {
      Limit once = new Limit("once", 1, Duration.ofMinutes(1), Counting.TOGETHER_ELSE_NEVER);
      assertThat(first.tryAcquire(once, "user-" + user)).isEmpty();
      assertThat(second.tryAcquire(once, "user-" + user)).isPresent();
    }
    RedisRoster here = roster(one, "one");
    RedisRoster there = roster(two, "two");
    for (int user = 0; user < 20; user++) {
      Member member =
          new Member("user-" + user, null, "socket-" + user, "d", null, Instant.EPOCH, false);
      here.put("/n", member);
      await()
          .atMost(BOUND)
          .until(
              () ->
                  there
                      .socketsOf(member.userId())
                      .equals(List.of(new Placed("/n", "one", member))));
    }
    assertThat(there.count("/n")).isEqualTo(20);
    assertThat(masters).allMatch(master -> master.keys() > 0);
    assertThat(one.isConnected() && two.isConnected()).isTrue();
  }

  private static RoomEvent message(String log, int number) {
    return new RoomEvent(
        log,
        List.of("r"),
        "e",
        "",
        List.of(),
        Delivery.ORDERED,
        null,
        null,
        null,
        "key-" + number,
        new Numbering("seq", 0, 0));
  }

  private RedisRoster roster(RedisCluster node, String name) {
    RedisRoster roster = cluster.closing(node.roster(name, new FixedLeases(), new AtomicLong()));
    roster.listen("/n", Duration.ofSeconds(1), transition -> {});
    return roster;
  }

  private RedisCluster connected(RedisSettings settings) {
    RedisCluster connection = cluster.connect(settings);
    await().atMost(BOUND).until(connection::isConnected);
    return connection;
  }

  private RedisSettings install() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      masters.add(
          RedisServer.startWith(
              "shard-" + i,
              FreePort.pick(),
              List.of(
                  "--cluster-enabled",
                  "yes",
                  "--cluster-port",
                  Integer.toString(FreePort.pick()),
                  "--cluster-config-file",
                  "nodes.conf")));
    }
    List<String> command = new ArrayList<>();
    command.add(Programs.require("redis-cli", "redis-tools").toString());
    command.addAll(List.of("--cluster", "create"));
    masters.forEach(master -> command.add("127.0.0.1:" + master.port()));
    command.add("--cluster-yes");
    try (ChildProcess create =
        ChildProcess.start(
            "shards-create",
            ChildProcess.Kind.STORE,
            new ProcessBuilder(command),
            Project.servers().resolve("shards-create.log"),
            line -> {})) {
      assertThat(create.awaitExit()).as(create::tail).isZero();
    }
    return new RedisSettings(
        new RedisPlace.Cluster(List.of(masters.get(0).url())),
        RedisLogin.NONE,
        Optional.empty(),
        // This is not about late answers.
        Duration.ofSeconds(5),
        "t",
        16);
  }

  /** The arguments of what arrived, by log. */
  private static final class Heard implements Broker.Receiver {
    private final Map<String, Queue<String>> byLog = new ConcurrentHashMap<>();

    @Override
    public void receive(LoggedMessage logged) {
      if (logged.message() instanceof RoomEvent event) {
        of(event.log()).add(event.numberedArguments());
      }
    }

    Queue<String> of(String log) {
      return byLog.computeIfAbsent(log, name -> new ConcurrentLinkedQueue<>());
    }
  }
}
