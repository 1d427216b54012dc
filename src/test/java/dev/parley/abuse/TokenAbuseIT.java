package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.DevKeys;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that prove nothing, by every way that a token can come. */
@ParleyTest(AbuseServer.class)
class TokenAbuseIT extends AbuseCase {
  private static final String PLAIN = "/ws?ns=/global-chat";

  @TempDir static Path folder;

  TokenAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  Stream<Arguments> badTokens() {
    String good = freshToken();
    String[] parts = good.split("\\.", -1);
    return Stream.of(
        Arguments.of("alg none", tokens.unsigned("mallory")),
        Arguments.of("the signature cut off", parts[0] + "." + parts[1] + "."),
        Arguments.of("alg None over a signature", head("None") + "." + parts[1] + "." + parts[2]),
        Arguments.of("HMAC by the public key", tokens.signedWithPublicKeyAsSecret("mallory")),
        Arguments.of("another key", tokens.signedWith(DevKeys.in(folder), "mallory")),
        Arguments.of("another issuer", tokens.wrongIssuer("mallory")),
        Arguments.of("another audience", tokens.wrongAudience("mallory")),
        Arguments.of("expired", tokens.expired("mallory")),
        Arguments.of("not yet valid", tokens.notYetValid("mallory")),
        Arguments.of("without exp", tokens.withoutExpiry("mallory")),
        Arguments.of("without a subject", tokens.withoutSubject()),
        Arguments.of("a subject in two lines", tokens.forUser("mal\nlory")),
        Arguments.of("another's claims", parts[0] + "." + claims() + "." + parts[2]),
        Arguments.of("just over the skew", justExpired()),
        Arguments.of("garbage", "eyJnot.a.token"),
        Arguments.of("dots", "..."),
        Arguments.of("long", "x".repeat(7_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenInThePollingHeaderIsRefused(String kind, String token) throws IOException {
    HttpReply reply = RawHttp.get(port, POLLING, "Authorization: Bearer " + token);

    assertRefused(reply, 401);
    assertThat(reply.text()).containsAnyOf("\"auth_failed\"", "\"token_expired\"");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenInTheWebSocketHeaderIsRefused(String kind, String token) throws IOException {
    assertSocketRefused(ENGINE, "Authorization: Bearer " + token);
    assertSocketRefused(PLAIN, "Authorization: Bearer " + token);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenInConnectIsRefusedAndTheConnectionEnds(String kind, String token)
      throws IOException {
    try (RawWebSocket socket = openSession()) {
      socket.text("40/global-chat," + auth(token));

      String answer = Leaks.assertNone(socket.nextText(RawEngine.BOUND));
      assertThat(answer)
          .startsWith("44/global-chat,{")
          .contains("\"message\":", "\"data\":")
          .containsAnyOf("\"auth_failed\"", "\"token_expired\"");
      assertClosedAtOnce(socket);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenAsSubprotocolIsRefused(String kind, String token) throws IOException {
    if (!token.isEmpty()) {
      assertSocketRefused(PLAIN, "Sec-WebSocket-Protocol: parley.v1.json, bearer." + token);
    }
  }

  @Test
  void connectWithoutAnyTokenIsRefused() throws IOException {
    long quickest = Long.MAX_VALUE;
    for (String auth :
        new String[] {
          "",
          "{}",
          "{\"token\":null}",
          "{\"token\":1}",
          "{\"token\":{}}",
          "{\"token\":\"\"}",
          "{\"__proto__\":{\"token\":\"x\"}}"
        }) {
      try (RawWebSocket socket = openSession()) {
        long start = System.nanoTime();
        socket.text("40/global-chat," + auth);

        String answer = Leaks.assertNone(socket.nextText(RawEngine.BOUND));
        assertThat(answer).as(auth).startsWith("44/global-chat,{");
        quickest = Math.min(quickest, assertClosedAtOnce(socket).nanos() - start);
      }
    }
    // The close waits for the answer to be written, and not for as long as that may take.
    assertThat(Duration.ofNanos(quickest)).isLessThan(PROMPT);
  }

  @Test
  void aTokenInTheQueryIsNoToken() throws IOException {
    String token = freshToken();
    try (RawWebSocket socket =
        RawWebSocket.dial(port, ENGINE + "&token=" + token + "&access_token=" + token).open()) {
      assertThat(socket.nextText(RawEngine.BOUND)).startsWith("0{");
      socket.text("40/global-chat,");

      assertThat(socket.nextText(RawEngine.BOUND)).startsWith("44/global-chat,");
    }
  }

  @Test
  void anothersTokenOnRefreshIsRefusedAndTheSocketKeepsItsOwn() throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack = engine.request(CHAT, 1, "auth:refresh", auth(freshToken()));

      assertThat(ack.text()).contains("\"code\":").doesNotContain("\"status\":\"ok\"");
      Leaks.assertNone(ack.text());
      assertThat(engine.request(CHAT, 2, "online:count", "").text()).contains("\"status\":\"ok\"");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenOnRefreshIsRefused(String kind, String token) throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack = engine.request(CHAT, 1, "auth:refresh", auth(token));

      assertThat(ack.text()).contains("\"code\":").doesNotContain("\"status\":\"ok\"");
      Leaks.assertNone(ack.text());
    }
  }

  @Test
  void aSocketDoesNotOutliveItsToken() throws IOException {
    String brief =
        tokens
            .builder("brief")
            .issuedAgo(Duration.ofSeconds(40))
            .lifetime(Duration.ofSeconds(13))
            .sign();
    try (RawWebSocket socket = openSession()) {
      socket.text("40/global-chat," + auth(brief));

      Incoming end = socket.end(Duration.ofSeconds(8));

      assertThat(end.closeCode()).isIn(4501, 4502);
    }
  }

  private void assertSocketRefused(String target, String header) throws IOException {
    assertRefused(RawWebSocket.dial(port, target).header(header).answer(), 401);
  }

  private String justExpired() {
    return tokens
        .builder("mallory")
        .issuedAgo(Duration.ofMinutes(5))
        .lifetime(Duration.ofSeconds(265))
        .sign();
  }

  private static String claims() {
    return base64(
        "{\"iss\":\"https://dev.parley.example\",\"aud\":\"parley\",\"sub\":\"admin\",\"groups\":"
            + "[\"admin\"],\"exp\":4102444800}");
  }

  private static String head(String algorithm) {
    return base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"dev\"}");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
