package dev.parley.cluster.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.WarAssembly;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that does not hear the others yet sends clients away, and lets them in once it does. */
class RedisLateIT {
  private static final Duration START = Duration.ofMinutes(3);

  /** Well before a node that never reaches Redis would serve alone. */
  private static final Duration JOIN = Duration.ofSeconds(20);

  @Test
  void handshakesAreRefusedUntilTheNodeHasJoined() {
    try (RedisServer redis = RedisServer.start("redis-late")) {
      redis.kill9();
      try (LibertyServer node =
          TestServers.named("redis-late-node")
              .war(WarAssembly.product())
              .config("parley.redis.url", redis.url())
              .launch()) {
        HttpReply early =
            await()
                .atMost(START)
                .ignoreExceptions()
                .until(() -> handshake(node), RedisLateIT::isOfTheApplication);
        assertThat(early.status()).isEqualTo(503);
        assertThat(early.header("retry-after")).contains("1");
        assertThat(early.text()).contains("\"code\":\"starting\"", "\"retryable\":true");
        assertThat(node.readiness()).as("readiness").isEqualTo(503);

        redis.restart();

        await().atMost(JOIN).until(() -> handshake(node).status() == 200);
        await().atMost(JOIN).until(() -> node.readiness() == 200);
      }
    }
  }

  /** The server listens before it has started the application. */
  private static boolean isOfTheApplication(HttpReply reply) {
    return reply.text().startsWith("{\"code\"") || reply.status() == 200;
  }

  private static HttpReply handshake(LibertyServer node) throws IOException {
    return RawHttp.get(node.port(), "/socket.io/?EIO=4&transport=polling");
  }
}
