package dev.parley.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.NginxServer;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 1 000 requests a minute for an address, with room for what honest clients do at once. */
class NginxLimitTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final FakeNode node = new FakeNode(200);
  private NginxServer nginx;

  @AfterEach
  void stop() {
    nginx.close();
    node.close();
  }

  @Test
  void whatIsOverTheBurstIsRefusedInTheUsualShape() throws IOException {
    nginx = builder().set("PARLEY_NGINX_BURST", "20").set("PARLEY_NGINX_DELAY", "20").start();
    int admitted = 0;
    HttpReply reply = get("127.0.0.1");
    for (; reply.status() == 200; reply = get("127.0.0.1")) {
      admitted++;
    }

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).contains("5");
    assertThat(reply.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(reply.text())
        .contains("\"code\":\"rate_limited\"", "\"retryable\":true", "\"retryAfterMs\":5000")
        .containsPattern("\"ref\":\"[0-9a-f]{32}\"");
    assertThat(admitted).isGreaterThanOrEqualTo(21);
    assertThat(node.seen()).hasSize(admitted);
    assertThat(get("127.0.0.2").status()).as("another address").isEqualTo(200);
  }

  /** 400 stock clients, 5 requests each to come back, behind one address. */
  @Test
  void aReconnectStormBehindOneAddressIsNeitherRefusedNorHeldBack() throws IOException {
    nginx = builder().start();
    long start = System.nanoTime();
    // Nginx ends a connection after 1 000 requests.
    for (int connection = 0; connection < 4; connection++) {
      try (RawHttp http = RawHttp.connect(nginx.port(), "127.0.0.1")) {
        for (int request = 0; request < 500; request++) {
          http.request("GET", "/socket.io/?EIO=4&transport=polling", null);
          assertThat(http.reply(BOUND).status()).isEqualTo(200);
        }
      }
    }
    // At 1 000 a minute, without a burst, it would be two minutes.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  /** A client that polls as fast as it is answered is slowed, and keeps its session. */
  @Test
  void aBusyPollingClientIsSlowedToTheRateAndNotRefused() throws IOException {
    nginx =
        builder()
            .set("PARLEY_NGINX_RATE", "50r/s")
            .set("PARLEY_NGINX_BURST", "25")
            .set("PARLEY_NGINX_DELAY", "20")
            .start();
    long start = System.nanoTime();
    for (int request = 0; request < 120; request++) {
      assertThat(get("127.0.0.1").status()).isEqualTo(200);
    }

    // 21 at once, and 99 at 50 a second.
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(20));
  }

  private NginxServer.Builder builder() {
    return NginxServer.named("nginx-limit").node("a", node.port());
  }

  private HttpReply get(String from) throws IOException {
    try (RawHttp http = RawHttp.connect(nginx.port(), from)) {
      http.request("GET", "/socket.io/?EIO=4&transport=polling", null);
      return http.reply(BOUND);
    }
  }
}
