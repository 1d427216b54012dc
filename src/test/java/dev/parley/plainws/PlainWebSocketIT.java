package dev.parley.plainws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.BestOfThree;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.ServerSetup;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.client.WebSocketDial;
import dev.parley.testing.tokens.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/PROTOCOL-WS.md} over real sockets. */
@ParleyTest(PlainWebSocketIT.Setup.class)
class PlainWebSocketIT {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final String SUBPROTOCOL = "parley.v1.json";
  private static final Duration PING_INTERVAL = Duration.ofSeconds(2);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

  /** How late a ping or an end may be, unless the machine is busy. */
  private static final Duration LATE = Duration.ofMillis(500);

  /** How far clocks may differ: nothing else makes a ping or an end early. */
  private static final Duration TICK = Duration.ofMillis(10);

  private final LibertyServer server;
  private final TestTokens tokens;

  PlainWebSocketIT(LibertyServer server, TestTokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  /** Time-outs that a test can wait for; long enough for the others to answer no ping. */
  static final class Setup implements ServerSetup {
    @Override
    public void configure(LibertyServer.Builder builder) {
      builder
          .config("parley.engine.ping-interval", PING_INTERVAL.toMillis() + "ms")
          .config("parley.engine.ping-timeout", PING_TIMEOUT.toMillis() + "ms")
          .config("parley.engine.message-timeout", "500ms");
    }
  }

  @Test
  void aBrowsersTokenIsTakenFromTheSubprotocolsAndNeverSentBack() throws IOException {
    try (RawWebSocket socket =
        RawWebSocket.dial(server.port(), "/ws?ns=/global-chat")
            .subprotocols(SUBPROTOCOL, "bearer." + tokens.forUser("ws-browser"))
            .open()) {
      assertThat(socket.handshake().header("sec-websocket-protocol")).hasValue(SUBPROTOCOL);
      assertThat(socket.handshake().toString()).doesNotContain("bearer");
      assertThat(socket.nextText(BOUND)).startsWith("{\"event\":\"authenticated\",\"data\":{");
    }
  }

  @Test
  void aProgramsTokenIsTakenFromTheHeader() throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-program")) {
      assertThat(socket.handshake().header("sec-websocket-protocol")).isEmpty();
      assertThat(socket.nextText(BOUND)).contains("\"userId\":\"ws-program\"");
    }
  }

  /** The server makes one for each handshake that asks, and keeps it as long as the connection. */
  @Test
  void noHandshakeMakesAnHttpSession() throws IOException {
    try (RawWebSocket plain = open("/ws", "ws-sessionless");
        RawWebSocket engine =
            RawWebSocket.dial(server.port(), "/socket.io/?EIO=4&transport=websocket").open()) {
      assertThat(plain.nextText(BOUND)).contains("authenticated");
      assertThat(engine.nextText(BOUND)).startsWith("0{");

      // The page of metrics makes one itself, which shows that they are counted.
      RawHttp.get(server.port(), "/metrics");
      assertThat(RawHttp.get(server.port(), "/metrics").text().lines())
          .filteredOn(line -> line.startsWith("session_create_total{"))
          .isNotEmpty()
          .allMatch(line -> line.contains("\"default_host_metrics\""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/ws?ns=/global-chat", "/ws/", "/ws//", "/ws/;x=y"})
  void aHandshakeWithoutATokenIs401(String target) throws IOException {
    HttpReply reply = RawWebSocket.dial(server.port(), target).answer();

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).startsWith("{\"code\":\"auth_failed\"");
  }

  /** Filters and endpoints are found by different rules. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws;x=y",
        "//ws",
        "/./ws",
        "/x/../ws",
        "/%77s",
        "/ws%2F",
        "/ws/x",
        "/WS",
        "/ws%3B"
      })
  void noSpellingOfThePathIsUpgradedWithoutAToken(String target) throws IOException {
    assertThat(RawWebSocket.dial(server.port(), target).answer().status()).isIn(400, 401, 404);
  }

  @Test
  void aHandshakeWithABadTokenIs401AndTheTokenStaysOutOfTheLog() throws IOException {
    String token = tokens.wrongAudience("ws-bad");
    HttpReply reply =
        RawWebSocket.dial(server.port(), "/ws")
            .subprotocols(SUBPROTOCOL, "bearer." + token)
            .answer();

    assertThat(reply.status()).isEqualTo(401);
    assertThat(server.log()).doesNotContain(token);
  }

  @Test
  void anExpiredTokenIs401() throws IOException {
    HttpReply reply = dial("/ws", tokens.expired("ws-late")).answer();

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).contains("\"token_expired\"");
  }

  @Test
  void anUnknownNamespaceIs404() throws IOException {
    HttpReply reply = dial("/ws?ns=/nowhere", tokens.forUser("ws-lost")).answer();

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).startsWith("{\"code\":\"unknown_namespace\"");
  }

  @Test
  void aForeignOriginIs403() throws IOException {
    HttpReply reply =
        dial("/ws", tokens.forUser("ws-foreign")).header("Origin: https://evil.example").answer();

    assertThat(reply.status()).isEqualTo(403);
  }

  @Test
  void aRequestThatIsNoHandshakeIs400() throws IOException {
    assertThat(RawHttp.get(server.port(), "/ws").status()).isEqualTo(400);
  }

  @Test
  void aRequestIsAnsweredUnderItsIdAndTheRoomHearsOfIt() throws IOException {
    try (RawWebSocket one = open("/ws?ns=/global-chat", "ws-one");
        RawWebSocket two = open("/ws?ns=/global-chat", "ws-two")) {
      // Answered once it is in the room, which it may not be when it is welcomed.
      two.text("{\"event\":\"online:count\",\"id\":\"in\"}");
      awaitText(two, "{\"ack\":\"in\"");
      one.text(
          "{\"event\":\"chat:message\",\"id\":\"m1\","
              + "\"data\":{\"content\":\"h\u00e9llo\",\"tempId\":\"t1\"}}");

      String ack = awaitText(one, "{\"ack\":\"m1\"");
      assertThat(ack).contains("\"data\":{\"status\":\"ok\"", "\"tempId\":\"t1\"");
      String heard = awaitText(two, "{\"event\":\"chat:message\"");
      assertThat(heard).contains("\"content\":\"h\u00e9llo\"", "\"ws-one\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"event\":\"no-such-event\",\"id\":1} | {\"ack\":1,\"error\":{\"code\":\"unknown_event\"",
        "{\"event\":\"chat:message\",\"id\":2,\"data\":{\"content\":7}}"
            + " | {\"ack\":2,\"error\":{\"code\":\"validation_failed\"",
        "{\"event\":\"chat:message\",\"id\":3} | {\"ack\":3,\"error\":{\"code\":\"",
        "{\"event\":\"__proto__\",\"id\":4} | {\"ack\":4,\"error\":{\"code\":\"unknown_event\"",
        "{\"event\":\"connect\",\"id\":5} | {\"ack\":5,\"error\":{\"code\":\"unknown_event\"",
        "{\"event\":1,\"id\":6} | {\"ack\":6,\"error\":{\"code\":\"malformed\"",
        "{\"nothing\":true} | {\"error\":{\"code\":\"malformed\""
      })
  void aMistakeIsAnsweredAndTheConnectionGoesOn(String message, String answer) throws IOException {
    try (RawWebSocket socket = open("/ws?ns=/global-chat", "ws-clumsy")) {
      socket.text(message);
      awaitText(socket, answer);
      socket.text("{\"event\":\"online:count\",\"id\":99}");

      awaitText(socket, "{\"ack\":99,\"data\":{");
    }
  }

  @Test
  void anErrorWithoutAnIdIsAnEvent() throws IOException {
    try (RawWebSocket socket = open("/ws?ns=/global-chat", "ws-quiet")) {
      socket.text("{\"event\":\"no-such-event\"}");

      assertThat(awaitText(socket, "{\"event\":\"error\"")).contains("\"unknown_event\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{\"event\":\"x\"", "{} {}"})
  void textThatIsNotOneObjectClosesWith1002(String text) throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-wrong")) {
      socket.text(text);
      awaitText(socket, "{\"error\":{\"code\":\"malformed\"");

      assertThat(socket.end(BOUND).closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void tenThousandLevelsOfNestingCloseWith1002() throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-deep")) {
      socket.text("{\"event\":\"x\",\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");

      assertThat(socket.end(BOUND).closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void aBinaryFrameClosesWith1003() throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-binary")) {
      socket.binary(new byte[] {1, 2, 3});

      assertThat(socket.end(BOUND).closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void aMessageOverTheLimitInFragmentsClosesWith1009() throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-large")) {
      byte[] part = "x".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      frames.writeBytes(RawWebSocket.encode(false, 1, part, true));
      frames.writeBytes(RawWebSocket.encode(false, 0, part, true));
      frames.writeBytes(RawWebSocket.encode(false, 0, part, true));
      // In one piece: a pause between them would be for the time-out of messages.
      socket.raw(frames.toByteArray());

      assertThat(socket.end(BOUND).closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageThatNeverEndsIsTimedOut() throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-slow")) {
      socket.frame(false, Incoming.Kind.TEXT, new byte[] {'{'});
      Incoming end = socket.end(BOUND);

      assertThat(end.closeCode()).isEqualTo(4002);
      assertThat(end.closeReason()).isEqualTo("receive_timeout");
    }
  }

  @Test
  void aPongKeepsTheConnectionAndItsAbsenceEndsIt() throws IOException {
    BestOfThree.assertUnder(LATE, attempt -> latenessOfPingAndEnd());
  }

  /** How late the ping after a pong came, or the end after that ping; neither is early. */
  private Duration latenessOfPingAndEnd() throws IOException {
    try (RawWebSocket socket = open("/ws", "ws-heart")) {
      Incoming first = awaitPing(socket);
      // The server counts from when it has read the pong, which is later.
      long answered = System.nanoTime();
      socket.frame(true, Incoming.Kind.PONG, first.payload());
      Incoming second = awaitPing(socket);
      Incoming end = socket.end(BOUND);

      assertThat(end.closeCode()).isEqualTo(4000);
      Duration ping = Duration.ofNanos(second.nanos() - answered).minus(PING_INTERVAL);
      Duration over =
          Duration.ofNanos(end.nanos() - answered).minus(PING_INTERVAL).minus(PING_TIMEOUT);
      assertThat(ping).isGreaterThanOrEqualTo(TICK.negated());
      assertThat(over).isGreaterThanOrEqualTo(TICK.negated());
      return Collections.max(List.of(ping, over));
    }
  }

  private RawWebSocket open(String target, String user) throws IOException {
    return dial(target, tokens.forUser(user)).open();
  }

  private WebSocketDial dial(String target, String token) {
    return RawWebSocket.dial(server.port(), target).header("Authorization: Bearer " + token);
  }

  private static String awaitText(RawWebSocket socket, String start) throws IOException {
    Incoming incoming = socket.next(BOUND);
    while (!incoming.isEnd()) {
      if (incoming.kind() == Incoming.Kind.TEXT && incoming.text().startsWith(start)) {
        return incoming.text();
      }
      incoming = socket.next(BOUND);
    }
    throw new AssertionError("the connection ended before " + start + ": " + incoming);
  }

  private static Incoming awaitPing(RawWebSocket socket) throws IOException {
    Incoming incoming = socket.next(BOUND);
    while (incoming.kind() != Incoming.Kind.PING) {
      assertThat(incoming.isEnd()).as("%s", incoming).isFalse();
      incoming = socket.next(BOUND);
    }
    return incoming;
  }
}
