package dev.parley.cluster.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.PauseMeter;
import dev.parley.testing.Project;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.WarAssembly;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node whose Redis hangs goes on, holds nobody, says so, and finds back. */
class RedisAwayIT {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String MESSAGE = "{\"content\":\"hi\",\"tempId\":\"%s\"}";

  private static RedisServer redis;
  private static LibertyServer node;
  private final TestTokens tokens = new TestTokens(TestServers.keys());

  @BeforeAll
  static void start() {
    redis = RedisServer.start("redis-away");
    node =
        TestServers.named("redis-away-node")
            .war(WarAssembly.product().with(RedisProbe.class).with(PauseMeter.class))
            .config("parley.redis.url", redis.url())
            .start();
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
  }

  @Test
  void theContainersBreakerOpensAndClosesAndNobodyWaitsForLong() throws IOException {
    await().atMost(BOUND).until(() -> redisState().equals("connected"));
    await().atMost(BOUND).until(() -> metric("redis_connected") == 1);
    try (RawEngine alice = RawEngine.dial(node.port()).webSocket()) {
      alice.connectAs("/global-chat", tokens.forUser("alice"));
      assertThat(post(alice, 1)).contains("\"status\":\"ok\"");
      assertThat(probe()).isLessThan(500);

      redis.hang();
      try {
        for (int i = 0; i < 5; i++) {
          assertThat(probe()).as("the longest call but for pauses, in ms").isLessThan(500);
        }
        await().atMost(BOUND).until(() -> metric("redis_breaker_open") == 1);
        assertThat(metric("redis_command_longest_seconds")).isGreaterThan(0.3);
        assertThat(metric("redis_connected")).isZero();
        await().atMost(BOUND).until(() -> redisState().equals("degraded"));
        assertThat(node.readiness()).as("readiness").isEqualTo(200);
        assertThat(post(alice, 2)).contains("\"status\":\"ok\"");
      } finally {
        redis.resume();
      }

      await().atMost(BOUND).until(() -> metric("redis_breaker_open") == 0);
      await().atMost(BOUND).until(() -> metric("redis_connected") == 1);
      await().atMost(BOUND).until(() -> redisState().equals("connected"));
      assertThat(post(alice, 3)).contains("\"status\":\"ok\"");
      assertThat(probe()).isLessThan(500);
    }
    assertThat(metrics())
        .contains("redis_commands_total", "outcome=\"timeout\"", "outcome=\"breaker_open\"")
        .contains("redis_pub_sub_latency_seconds_count", "operation=\"append\"")
        .contains("# TYPE cluster_log_published_total counter");
    assertThat(metric("cluster_log_published_total")).isGreaterThanOrEqualTo(3);
    assertThat(metric("redis_pub_sub_round_trip_seconds_count")).isPositive();
    assertThat(metric("cluster_limits_answered_alone_total")).isPositive();
    assertThat(metric("cluster_nodes_alive")).isEqualTo(1);
    await().atMost(BOUND).until(() -> metric("cluster_lease_age_seconds") < 3);
    assertThat(metric("cluster_fenced_total")).isZero();
    assertThat(metric("cluster_reaped_total")).isZero();
    await().atMost(BOUND).until(() -> metric("cluster_roster_writes_waiting") == 0);
    await().atMost(BOUND).until(() -> metric("cluster_session_writes_waiting") == 0);
    assertThat(ffdcs()).as("FFDC").isEmpty();
  }

  /** Nobody but Redis knows whom dora shares a room with. */
  @Test
  void whoConnectsWhileRedisHangsHearsOfFriendsWhenItIsBack() throws IOException {
    await().atMost(BOUND).until(() -> metric("redis_connected") == 1);
    assertThat(redis.answer("SADD parley:{/}:user:dora:standing contacts:global-chat"))
        .isEqualTo(":1");
    try (RawEngine dora = RawEngine.dial(node.port()).webSocket()) {
      redis.hang();
      try {
        dora.connectAs("/", tokens.forUser("dora"));
      } finally {
        redis.resume();
      }

      List<RawEngine> friends = new ArrayList<>();
      try {
        await()
            .atMost(BOUND)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  comeOnline("friend-" + friends.size(), friends);
                  return dora.packets().stream()
                      .anyMatch(packet -> packet.startsWith("42[\"friend:online\""));
                });
      } finally {
        friends.forEach(RawEngine::close);
      }
    }
  }

  private void comeOnline(String user, List<RawEngine> opened) throws IOException {
    for (String namespace : List.of("/global-chat", "/")) {
      RawEngine friend = RawEngine.dial(node.port()).webSocket();
      opened.add(friend);
      friend.connectAs(namespace, tokens.forUser(user));
    }
  }

  private static String post(RawEngine client, int number) throws IOException {
    return client
        .request("/global-chat", number, "chat:message", MESSAGE.formatted("t" + number))
        .text();
  }

  private static long probe() throws IOException {
    return Long.parseLong(RawHttp.get(node.port(), "/redis-probe?calls=3").text());
  }

  private static String redisState() throws IOException {
    HttpReply reply = RawHttp.get(node.port(), "/health/ready");
    return reply.text().replaceAll("(?s).*\"redis\":\"([a-z]+)\".*", "$1");
  }

  private static double metric(String name) throws IOException {
    String series = name + "{mp_scope=\"application\",}";
    return metrics()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  private static String metrics() throws IOException {
    return RawHttp.get(node.port(), "/metrics").text();
  }

  private static Stream<Path> ffdcs() throws IOException {
    Path folder = Project.servers().resolve(node.name());
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ffdc_"))
          .toList()
          .stream();
    }
  }
}
