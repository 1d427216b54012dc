package dev.parley.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.BestOfThree;
import dev.parley.testing.ChildProcess;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.NodeScripts;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SIGTERM on a node with published clients. */
class DrainIT {
  private static final Duration STOP_BOUND = Duration.ofSeconds(30);
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int CLIENTS = 10;

  private static final TestTokens TOKENS = new TestTokens(TestServers.keys());
  private static LibertyServer server;

  @BeforeAll
  static void start() {
    server = TestServers.named("drain").config("parley.drain.notice", "2s").start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void sigtermTellsEveryClientEndsInTimeAndEveryClientComesBack() throws Exception {
    List<String> arguments = new ArrayList<>(List.of(server.uri().toString()));
    for (int n = 0; n < CLIENTS; n++) {
      arguments.add(TOKENS.forUser("drained-" + n));
    }
    try (ChildProcess clients = NodeScripts.start("drained.js", arguments.toArray(String[]::new))) {
      await().atMost(BOUND).until(() -> clients.log().contains("connected"));

      long start = System.nanoTime();
      server.signal("TERM");
      await().atMost(Duration.ofSeconds(2)).until(() -> server.readiness() == 503);
      assertRefusesNewcomers();
      int code = server.awaitExit();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(code).isZero();
      assertThat(took).isLessThan(STOP_BOUND);
      await().atMost(BOUND).until(() -> clients.log().contains("away") || !clients.isAlive());
      server.restart();
      assertThat(clients.awaitExit()).as(clients::log).isZero();
      assertThat(clients.log()).contains("back");
    }
  }

  @Test
  void aSecondSigtermHastens() throws Exception {
    // Without haste the notice alone takes two seconds.
    BestOfThree.assertUnder(Duration.ofMillis(1_500), attempt -> fromHasteToTheClose());
  }

  private static Duration fromHasteToTheClose() throws Exception {
    try (RawEngine client = RawEngine.dial(server.port()).webSocket()) {
      client.connectAs("/", TOKENS.forUser("hastened"));
      server.signal("TERM");
      client.await("42[\"server:maintenance\"");

      long start = System.nanoTime();
      server.signal("TERM");

      client.await("42[\"server:shutdown\"");
      assertThat(client.end(RawEngine.BOUND).closeCode()).isEqualTo(1012);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(server.awaitExit()).isZero();
      return took;
    } finally {
      server.restart();
    }
  }

  private static void assertRefusesNewcomers() throws IOException {
    HttpReply polling = RawHttp.get(server.port(), "/socket.io/?EIO=4&transport=polling");
    assertRefusal(polling);
  }

  private static void assertRefusal(HttpReply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).contains("2");
    assertThat(reply.text())
        .contains("\"code\":\"draining\"", "\"retryable\":true", "\"retryAfterMs\":2000");
  }
}
