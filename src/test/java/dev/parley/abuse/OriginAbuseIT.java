package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that may not talk to this server, and one that may. */
@ParleyTest(AbuseServer.class)
class OriginAbuseIT extends AbuseCase {
  private static final String ALLOWED = "https://chat.example";

  OriginAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "",
        "https://chat.example.evil.example",
        "https://evil.example/https://chat.example",
        "http://chat.example",
        "https://chat.example:8443",
        "https://CHAT.example@evil.example",
        "https://chat.example, https://evil.example",
        "https://chatXexample",
        "file://",
        "*"
      })
  void aForeignOriginIsRefusedOverEveryTransport(String origin) throws IOException {
    String header = "Origin: " + origin;
    double before = refused();
    HttpReply polled = RawHttp.get(port, POLLING, header);
    assertRefused(polled, 403);
    assertThat(refused()).isEqualTo(before + 1);
    assertThat(polled.header("Access-Control-Allow-Origin")).isEmpty();
    assertRefused(RawWebSocket.dial(port, ENGINE).header(header).answer(), 403);
    assertRefused(
        RawWebSocket.dial(port, "/ws?ns=/global-chat")
            .header(header)
            .subprotocols("parley.v1.json", "bearer." + freshToken())
            .answer(),
        403);
    HttpReply preflight =
        RawHttp.exchange(
            port, "OPTIONS", POLLING, null, header, "Access-Control-Request-Method: POST");
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  private double refused() throws IOException {
    return new ServerGauges(port)
        .read()
        .get(
            "engine_handshakes_refused_total{mp_scope=\"application\","
                + "reason=\"origin_forbidden\",}");
  }

  @Test
  void theAllowedOriginIsNamedAndNeverAStar() throws IOException {
    HttpReply polled = RawHttp.get(port, POLLING, "Origin: " + ALLOWED);
    assertThat(polled.status()).isEqualTo(200);
    assertThat(polled.header("Access-Control-Allow-Origin")).contains(ALLOWED);
    assertThat(polled.header("Vary").orElse("")).containsIgnoringCase("origin");
    HttpReply preflight =
        RawHttp.exchange(
            port,
            "OPTIONS",
            POLLING,
            null,
            "Origin: " + ALLOWED,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization,content-type");
    assertThat(preflight.status()).isIn(200, 204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).contains(ALLOWED);
    String sid = polled.text().replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
    RawHttp.post(port, POLLING + "&sid=" + sid, "1");
  }

  @Test
  void anOriginMayNotChangeWithinASession() throws IOException {
    PollingSession session = PollingSession.open(port);

    assertRefused(RawHttp.get(port, session.target(), "Origin: https://evil.example"), 403);
    assertRefused(RawHttp.post(port, session.target(), "1", "Origin: https://evil.example"), 403);

    assertThat(session.leave()).isEqualTo(200);
  }
}
