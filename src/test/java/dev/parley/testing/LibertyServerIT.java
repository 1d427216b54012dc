package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness itself, and what the server's configuration promises. */
@ParleyTest
class LibertyServerIT {
  private final LibertyServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  LibertyServerIT(LibertyServer server) {
    this.server = server;
  }

  @Test
  void theServerIsReadyAndItsProcessIsKnown() {
    assertThat(server.readiness()).isEqualTo(200);
    assertThat(ProcessHandle.of(server.pid()).flatMap(handle -> handle.info().command()))
        .hasValueSatisfying(command -> assertThat(command).endsWith("java"));
    assertThat(server.log()).contains("CWWKF0011I");
  }

  @Test
  void itListensOnBothAddressFamilies() throws IOException {
    for (String address : new String[] {"127.0.0.1", "::1"}) {
      try (Socket socket = new Socket(address, server.port())) {
        assertThat(socket.isConnected()).isTrue();
      }
    }
  }

  @Test
  void metricsNeedNoCredentials() throws Exception {
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void theBrowserClientIsServed() throws Exception {
    HttpResponse<String> response = get("/assets/vendor/socket.io.min.js");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("Socket.IO v4.");
  }

  @Test
  void anErrorTellsNothingAboutTheServer() throws Exception {
    HttpResponse<String> response = get("/no-such-page");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("This request could not be served.\n");
    assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by", "$wsep");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void theProductCannotSignATokenForAnybody() throws Exception {
    assertThat(get("/dev/token?user=alice").statusCode()).isEqualTo(404);
    assertThat(Project.explodedWar().resolve("WEB-INF/classes/dev/parley/devapp")).doesNotExist();
    assertThat(Project.explodedWar().resolve("WEB-INF/classes/dev/parley/testing")).doesNotExist();
  }

  @Test
  void theParametersOfATestBelongTogether(URI uri, TestTokens tokens) {
    assertThat(uri).isEqualTo(server.uri());
    assertThat(tokens.forUser("alice")).isNotEmpty();
  }

  // A node is started twice.
  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void aKilledNodeComesBackAndAStoppedOneEndsByItself() {
    try (LibertyServer node = TestServers.named("harness-restart").start()) {
      node.kill9();
      assertThat(node.readiness()).isZero();

      node.restart();

      assertThat(node.readiness()).isEqualTo(200);
      assertThat(node.stop()).isTrue();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
  }
}
