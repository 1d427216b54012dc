package dev.parley.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that starts after a revocation knows of it, even if Redis was emptied meanwhile. */
class RevocationOverRedisIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(30);
  private static final TestTokens TOKENS = new TestTokens(TestServers.keys());

  // A node is started twice.
  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void aRevocationOutlivesTheNodeAndReachesItsSuccessor() throws Exception {
    String stolen = TOKENS.builder("ann").id("stolen-over-redis").sign();
    try (RedisServer redis = RedisServer.start("revocation-redis");
        LibertyServer server =
            TestServers.named("revocation")
                .config("parley.redis.url", redis.url())
                .config("parley.drain.close-window", "1s")
                .start()) {
      // On a busy machine the start may be over before Redis is reached.
      await().atMost(START).until(() -> server.log().contains("Log control is joined"));
      try (RawEngine thief = RawEngine.dial(server.port()).webSocket()) {
        thief.connectAs("/", stolen);
        HttpReply reply =
            RawHttp.post(
                server.port(),
                "/api/admin/tokens/stolen-over-redis/revoke",
                "",
                "Authorization: Bearer " + TOKENS.forAdmin("root"));

        assertThat(reply.text()).contains("\"pending\":false");
        assertThat(thief.await("42[\"error\"").text()).contains("\"code\":\"token_revoked\"");
      }
      redis.flush();
      await().atMost(START).until(() -> server.log().contains("The store lacks 1 revocations"));
      long start = System.nanoTime();
      server.signal("TERM");
      assertThat(server.awaitExit()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));

      server.restart();

      await().atMost(SOON).until(() -> connect(server, stolen).contains("token_revoked"));
      assertThat(connect(server, TOKENS.forUser("ann"))).startsWith("40");
    }
  }

  private static String connect(LibertyServer server, String token) throws IOException {
    try (RawEngine engine = RawEngine.dial(server.port()).webSocket()) {
      return engine.connect("/", "{\"token\":\"" + token + "\"}").text();
    }
  }
}
