package dev.parley.platform.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.TestServers;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Health, metrics, headers and the check of the configuration, on a running node. */
@ParleyTest
class PlatformIT {
  private final LibertyServer server;
  private final TestTokens tokens;

  PlatformIT(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  @Test
  void theThreeChecksSayWhatTheyLookedAt() throws IOException {
    for (String check : new String[] {"started", "ready", "live"}) {
      HttpReply reply = RawHttp.get(server.port(), "/health/" + check);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text())
          .contains("\"name\":\"parley-" + check + "\"", "\"gateway\":\"serving\"")
          .contains("\"executorRoundTripMicros\":", "\"millisSinceTimer\":");
    }
  }

  @Test
  void sessionsAreCountedByTransportAndNotBeyondTheirEnd() throws IOException {
    String active = "engine_sessions_active{mp_scope=\"application\",transport=\"websocket\",}";
    double before = metric(active);
    try (RawEngine engine = RawEngine.dial(server.port()).webSocket()) {
      engine.connectAs("/", tokens.forUser("ann"));
      assertThat(metric(active)).isEqualTo(before + 1);
      assertThat(metric("timers_pending{mp_scope=\"application\",}")).isPositive();
      assertThat(metric("engine_outbound_queued_bytes{mp_scope=\"application\",}")).isNotNegative();
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> metric(active) == before);
  }

  @Test
  void pagesComeWithTheHeadersThatTieABrowserDown() throws IOException {
    for (String path : new String[] {"/", "/no-such-page", "/assets/vendor/socket.io.min.js"}) {
      HttpReply reply = RawHttp.get(server.port(), path);
      assertThat(reply.status()).isEqualTo(path.startsWith("/no-such") ? 404 : 200);
      assertThat(reply.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(reply.header("Referrer-Policy")).contains("no-referrer");
    }
    assertThat(RawHttp.get(server.port(), "/").header("Cache-Control")).contains("no-cache");
  }

  @Test
  void aFailureShowsNothingOfTheInside() throws IOException {
    for (String path : new String[] {"/no-such-page", "/WEB-INF/web.xml", "/%2e%2e/x", "/a;b=c"}) {
      HttpReply reply = RawHttp.get(server.port(), path);
      assertThat(reply.status()).isBetween(400, 499);
      assertThat(reply.text()).doesNotContain("Exception", "at dev.", "com.ibm", "SRVE");
    }
    assertThat(server.log()).as("a stray path is no incident").doesNotContain("no-such-page");
  }

  @Test
  void aWrongValueKeepsTheNodeFromServing() {
    try (LibertyServer wrong =
        TestServers.named("wrong-config")
            .config("parley.engine.ping-interval", "5 apples")
            .config("parley.limits.connections-per-ip", "0")
            .launch()) {
      awaitLog(wrong, "CWWKZ0002E");
      assertThat(wrong.log())
          .contains("parley.engine.ping-interval: '5 apples' is not valid: write a duration")
          .contains("parley.limits.connections-per-ip: '0' is not valid: it must be from 1 to");
      awaitNotReady(wrong);
    }
  }

  @Test
  void withoutAKeyTheNodeDoesNotServe() {
    try (LibertyServer keyless =
        LibertyServer.named("keyless")
            .config("mp.jwt.verify.issuer", TestTokens.ISSUER)
            .config("mp.jwt.verify.audiences", TestTokens.AUDIENCE)
            .config("parley.no-such-key", "1")
            .launch()) {
      awaitLog(keyless, "CWWKZ0002E");
      assertThat(keyless.log())
          .contains("no key to verify tokens with: set mp.jwt.verify.publickey")
          .contains("Unknown configuration keys")
          .contains("PARLEY_NO_SUCH_KEY");
      awaitNotReady(keyless);
    }
  }

  private static void awaitLog(LibertyServer server, String text) {
    await().atMost(Duration.ofMinutes(2)).until(() -> server.log().contains(text));
  }

  /** It listens only after the application was given up. */
  private static void awaitNotReady(LibertyServer server) {
    await().atMost(Duration.ofMinutes(1)).until(() -> server.readiness() == 503);
  }

  private double metric(String series) throws IOException {
    return RawHttp.get(server.port(), "/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }
}
