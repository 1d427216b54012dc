package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.DevKeys;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant: the way a token comes makes no difference to its verdict, and none gets into a log.
 */
@ParleyTest
class TokenWaysIT {
  private static final String OPEN = "/socket.io/?EIO=4&transport=polling";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final LibertyServer server;
  private final TestTokens tokens;

  TokenWaysIT(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  @Test
  void everyBadTokenIsRefusedAlikeHoweverItComes(@TempDir Path folder) throws IOException {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put(tokens.unsigned("ann"), "auth_failed");
    bad.put(tokens.signedWithPublicKeyAsSecret("ann"), "auth_failed");
    bad.put(tokens.signedWith(DevKeys.in(folder), "ann"), "auth_failed");
    bad.put(tokens.wrongIssuer("ann"), "auth_failed");
    bad.put(tokens.wrongAudience("ann"), "auth_failed");
    bad.put(tokens.notYetValid("ann"), "auth_failed");
    bad.put(tokens.withoutExpiry("ann"), "auth_failed");
    bad.put(tokens.withoutSubject(), "auth_failed");
    bad.put("a.b.c", "auth_failed");
    bad.put(tokens.expired("ann"), "token_expired");

    for (Map.Entry<String, String> entry : bad.entrySet()) {
      String token = entry.getKey();
      String code = "\"code\":\"" + entry.getValue() + "\"";
      assertRefusedOverHttp(inHeader(token), code);
      assertRefusedOverHttp(inSubprotocol(token), code);
      EnginePacket refused = inPayload(token);
      assertThat(refused.text()).startsWith("44{").contains(code).doesNotContain(token);
    }
    assertNotLogged(bad.keySet());
  }

  @Test
  void aGoodTokenIsTakenHoweverItComes() throws IOException {
    String token = tokens.forUser("ann");

    try (RawEngine engine = RawEngine.dial(server.port()).bearer(token).webSocket()) {
      assertThat(engine.connect("/", "").text()).startsWith("40{\"sid\":");
      assertThat(engine.await("42[\"authenticated\"").text()).contains("\"userId\":\"ann\"");
    }
    try (RawEngine engine = RawEngine.dial(server.port()).polling()) {
      engine.connectAs("/", token);
      assertThat(engine.await("42[\"authenticated\"").text()).contains("\"userId\":\"ann\"");
    }
    try (RawWebSocket socket =
        RawWebSocket.dial(server.port(), "/ws")
            .subprotocols("parley.v1.json", "bearer." + token)
            .open()) {
      assertThat(socket.handshake().header("Sec-WebSocket-Protocol")).contains("parley.v1.json");
      assertThat(socket.nextText(SOON)).contains("authenticated", "\"userId\":\"ann\"");
    }
    assertNotLogged(List.of(token));
  }

  @Test
  void aPayloadOfWrongTypesIsRefused() throws IOException {
    for (String auth : new String[] {"{\"token\":17}", "{\"token\":[\"x\"]}"}) {
      try (RawEngine engine = RawEngine.dial(server.port()).webSocket()) {
        assertThat(engine.connect("/", auth).text())
            .startsWith("44{")
            .contains("\"code\":\"validation_failed\"");
      }
    }
  }

  @Test
  void aSocketEndsWithItsTokenUnlessItIsRefreshed() throws IOException {
    String shortLived = tokens.builder("ann").lifetime(Duration.ofSeconds(4)).sign();
    String foreign = tokens.forUser("bob");
    String longLived = tokens.forUser("ann");
    try (RawEngine stays = RawEngine.dial(server.port()).webSocket();
        RawEngine ends = RawEngine.dial(server.port()).webSocket()) {
      stays.connectAs("/", shortLived);
      ends.connectAs("/", shortLived);
      assertThat(stays.await("42[\"auth:expiring\"").text()).contains("\"inSeconds\":");

      assertThat(stays.request("/", 1, "auth:refresh", "{\"token\":\"" + foreign + "\"}").text())
          .contains("\"code\":\"auth_failed\"");
      assertThat(stays.request("/", 2, "auth:refresh", "{\"token\":\"" + longLived + "\"}").text())
          .contains("\"status\":\"ok\"", "\"expiresAt\":");
      assertThat(stays.request("/", 3, "auth:refresh", "{\"token\":5}").text())
          .contains("\"code\":\"validation_failed\"");

      ends.await(packet -> packet.startsWith("42[\"error\",{\"code\":\"token_expired\""), SOON);
      ends.await(packet -> packet.startsWith("41"), SOON);
      ends.end(SOON);
      assertThat(stays.isOpen()).isTrue();
      assertThat(stays.request("/", 4, "auth:refresh", "{\"token\":\"" + longLived + "\"}").text())
          .contains("\"status\":\"ok\"");
    }
    assertNotLogged(List.of(shortLived, foreign, longLived));
  }

  private HttpReply inHeader(String token) throws IOException {
    return RawHttp.get(server.port(), OPEN, "Authorization: Bearer " + token);
  }

  private HttpReply inSubprotocol(String token) throws IOException {
    return RawWebSocket.dial(server.port(), "/ws")
        .subprotocols("parley.v1.json", "bearer." + token)
        .answer();
  }

  private EnginePacket inPayload(String token) throws IOException {
    try (RawEngine engine = RawEngine.dial(server.port()).webSocket()) {
      EnginePacket answer = engine.connect("/", "{\"token\":\"" + token + "\"}");
      assertThatCode(() -> engine.end(SOON)).doesNotThrowAnyException();
      return answer;
    }
  }

  private static void assertRefusedOverHttp(HttpReply reply, String code) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).contains(code).doesNotContain("Exception", "dev.parley");
  }

  /** Neither whole nor in parts: a signature alone tells which token it was. */
  private void assertNotLogged(Iterable<String> secrets) {
    String log = server.log();
    for (String token : secrets) {
      for (String part : token.split("\\.", -1)) {
        if (part.length() > 20) {
          assertThat(log).doesNotContain(part);
        }
      }
    }
  }
}
