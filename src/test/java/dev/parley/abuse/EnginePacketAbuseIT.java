package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.TimeOuts;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.Incoming.Kind;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO packets and WebSocket frames that no client should send. */
@ParleyTest(AbuseServer.class)
class EnginePacketAbuseIT extends AbuseCase {
  /** Below the heartbeat, which would end a connection that nothing else does. */
  private static final Duration SERVER_BOUND = Duration.ofSeconds(5);

  EnginePacketAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "9",
        "x",
        "0",
        "0{\"sid\":\"mine\"}",
        "2",
        "5",
        "é",
        "\u0000",
        "\ud83d\ude00"
      })
  void aPacketThatClientsMayNotSendEndsAWebSocketSession(String packet) throws IOException {
    try (RawWebSocket socket = openSession()) {
      socket.text(packet);

      assertThat(assertClosedAtOnce(socket).closeCode()).isIn(1002, 1003, 1008);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "x",
        "0{}",
        "2",
        "5",
        "\u001e",
        "\u001e4",
        "4\u001e",
        "3\u001e\u001e3",
        "b%%%%",
        "b====",
        "bA",
        "bAAAA"
      })
  void aPacketThatClientsMayNotSendEndsAPollingSession(String payload) throws IOException {
    PollingSession session = PollingSession.open(port);

    HttpReply posted = session.post(payload);

    assertThat(posted.status()).as(posted.toString()).isIn(200, 400);
    Leaks.assertNone(posted.text());
    session.assertGoneAtOnce();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEmptyPostEndsNothingButItself(boolean withType) throws IOException {
    PollingSession session = PollingSession.open(port);
    String[] headers =
        withType ? new String[0] : new String[] {"Content-Type: application/octet-stream"};

    assertRefused(
        RawHttp.exchange(port, "POST", session.target(), new byte[0], headers), 200, 400, 415);
    assertThat(session.leave()).isIn(200, 400);
  }

  @ParameterizedTest
  @CsvSource({
    // Reserved opcodes, for data and for control.
    "8380 37fa213d",
    "8b80 37fa213d",
    // Reserved bits, of compression and of nothing.
    "c181 00000000 34",
    "b181 00000000 34",
    // A ping in fragments, and one that is too long.
    "0980 00000000",
    "89fe 0080 00000000",
    // A continuation of nothing.
    "8081 00000000 34",
    // A message that starts before the last one ended.
    "0181 00000000 34 8181 00000000 34",
    // Text that is not UTF-8: an overlong NUL, a surrogate, a lone continuation byte.
    "8183 00000000 34c080",
    "8184 00000000 34eda080",
    "8182 00000000 3480",
    // Close frames: one byte, a code that is never sent, a reason that is not UTF-8.
    "8881 00000000 03",
    "8882 00000000 03ee",
    "8884 00000000 03e8c080",
    // A length with the sign bit.
    "81ff ffffffffffffffff 00000000"
  })
  void aFrameAgainstTheWebSocketProtocolEndsTheConnection(String hex) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.raw(HexFormat.of().parseHex(hex.replace(" ", "")));

      Incoming end = socket.end(SERVER_BOUND);

      assertThat(end.closeCode()).as("%s", end).isNotIn(TimeOuts.CLOSE_CODES);
      Leaks.assertNoneInReason(end.closeReason());
    }
  }

  @Test
  void aFrameWithoutAMaskIsNeverHeard() throws IOException {
    try (RawWebSocket socket = joined()) {
      // The server waits for a mask that does not come, so the heartbeat has to end it.
      socket.raw(HexFormat.of().parseHex("810134"));

      assertThat(socket.end(Duration.ofSeconds(10)).closeCode()).isIn(1002, 1006, 4000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 65_536})
  void aBinaryMessageThatNoPacketAnnouncedEndsTheSession(int length) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.binary(new byte[length]);

      assertThat(assertClosedAtOnce(socket).closeCode()).isIn(1002, 1003, 1009);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2probe", "5", "2other", "3probe", "4hello", "", "1"})
  void aProbeByWayOfAFreshSessionIsNoUpgrade(String packet) throws IOException {
    PollingSession session = PollingSession.open(port);
    try (RawWebSocket socket = RawWebSocket.dial(port, ENGINE + "&sid=" + session.sid()).open()) {
      socket.frame(true, Kind.TEXT, packet.getBytes(StandardCharsets.UTF_8));
      if (packet.equals("2probe")) {
        assertThat(socket.nextText(SERVER_BOUND)).isEqualTo("3probe");
        socket.text("4too early");
      }

      Incoming end = socket.end(SERVER_BOUND);

      Leaks.assertNone(end.closeReason());
    }
    session.leave();
  }
}
