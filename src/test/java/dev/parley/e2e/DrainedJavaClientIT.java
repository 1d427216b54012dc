package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published Java client at a node that drains and goes on running. */
class DrainedJavaClientIT {
  private static final TestTokens TOKENS = new TestTokens(TestServers.keys());
  private static LibertyServer server;

  @BeforeAll
  static void start() {
    server =
        TestServers.named("drained-java")
            .config("parley.drain.notice", "0s")
            .config("parley.drain.close-window", "1s")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Long before its ping time-out of 45 s, by which it would find out otherwise. */
  @Test
  void itLeavesAtOnceByAnyTransport() throws Exception {
    try (JavaClient polling = join(TransportMode.POLLING);
        JavaClient webSocket = join(TransportMode.WEBSOCKET);
        JavaClient upgraded = join(TransportMode.UPGRADE)) {
      upgraded.awaitSettled(TransportMode.UPGRADE);
      String bearer = "Authorization: Bearer " + TOKENS.forAdmin("root");
      assertThat(RawHttp.post(server.port(), "/api/admin/drain", "", bearer).status())
          .isEqualTo(202);

      for (JavaClient client : List.of(polling, webSocket, upgraded)) {
        assertThat(client.next("server:shutdown").getBoolean("reconnect")).isTrue();
        await().until(() -> !client.isConnected());
      }
    }
  }

  private static JavaClient join(TransportMode mode) throws Exception {
    String token = TOKENS.forUser("drained-" + mode.scriptName());
    JavaClient client = new JavaClient(server.uri(), "/global-chat", token, mode);
    client.welcome();
    return client;
  }
}
