package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that wants to be a log line, a header or a lookup. */
@ParleyTest(AbuseServer.class)
class InjectionIT extends AbuseCase {
  InjectionIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\r\\n[FORGED] line",
        "\\u0000",
        "\\u001b[31m",
        "${jndi:ldap://127.0.0.1:1/x}",
        "../../etc/passwd",
        "\\u2028FORGED",
        ""
      })
  void aDeviceIdThatIsNoneIsRefused(String device) throws IOException {
    try (RawEngine engine = RawEngine.dial(port).webSocket()) {
      EnginePacket answer =
          engine.connect(
              CHAT, "{\"token\":\"" + freshToken() + "\",\"deviceId\":\"" + device + "\"}");

      Leaks.assertNone(answer.text());
      assertThat(answer.text()).startsWith("44/global-chat,").contains("validation_failed");
      assertThat(server.log()).doesNotContain("FORGED", "${jndi:", "\u001b[31m");
    }
  }

  @Test
  void aUserAgentIsNeverALineOfItsOwn() throws IOException {
    String agent = "x\u001b[31m \u0085FORGED \u00e2\u0080\u00a8FORGED ${jndi:ldap://127.0.0.1:1/x}";
    try (RawEngine engine = RawEngine.dial(port).header("User-Agent: " + agent).webSocket()) {
      engine.connectAs(CHAT, freshToken());
      engine.request(CHAT, 1, "online:count", "");
    }
    assertThat(server.log().lines()).noneMatch(line -> line.strip().startsWith("FORGED"));
    assertThat(server.log()).doesNotContain("\u001b[31m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Device-Id", "X-Platform"})
  void aHandshakeHeaderThatIsNoIdIsRefused(String name) throws IOException {
    HttpReply reply = RawHttp.get(port, POLLING, name + ": ${jndi:ldap://127.0.0.1:1/x}");

    assertRefused(reply, 400);
    assertThat(server.log()).doesNotContain("${jndi:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Bearer", "bearer", "Bearer ", "Digest x", "x"})
  void anAuthorizationThatIsNoBearerIsRefusedOrIgnored(String value) throws IOException {
    HttpReply reply = RawHttp.get(port, POLLING, "Authorization: " + value);

    assertThat(reply.status()).as(reply.toString()).isIn(200, 401);
    Leaks.assertNone(reply.toString());
  }

  @Test
  void headersWithoutMeasureAreRefused() throws IOException {
    assertRefused(RawHttp.get(port, POLLING, "X-Long: " + "x".repeat(60_000)), 400, 413, 431);
    String[] many = new String[500];
    for (int i = 0; i < many.length; i++) {
      many[i] = "X-Many-" + i + ": 1";
    }
    assertRefused(RawHttp.get(port, POLLING, many), 400, 413, 431);
  }

  @Test
  void aQueryWithoutMeasureIsNoHarm() throws IOException {
    HttpReply reply = RawHttp.get(port, POLLING + "&x=1".repeat(3_000));

    assertThat(reply.status()).isIn(200, 400, 414, 431);
    Leaks.assertNone(reply.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/9.9\r\n\r\n",
        "\r\n\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
        "GET\r\n\r\n",
        "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST / HTTP/1.1\nHost: a\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void aRequestThatIsNoneEndsWithoutAWordTooMuch(String bytes) throws IOException {
    try (RawHttp http = RawHttp.connect(port)) {
      http.write(bytes);
      http.finish();

      Leaks.assertNone(http.rest(Duration.ofSeconds(20)));
    }
  }
}
