package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO packets that break the protocol: they end the connection at once. */
@ParleyTest(AbuseServer.class)
class SocketPacketAbuseIT extends AbuseCase {
  private static final Duration CONNECT_BOUND = Duration.ofSeconds(15);

  SocketPacketAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "47",
        "4x",
        "4-1",
        "42/global-chat",
        "42/global-chat,",
        "42/global-chat,{}",
        "42/global-chat,[]",
        "42/global-chat,[null]",
        "42/global-chat,[{}]",
        "42/global-chat,[[\"x\"]]",
        "42/global-chat,\"x\"",
        "42/global-chat,[\"x\"",
        "42/global-chat,[\"x\"]]",
        "42/global-chat,[\"x\",]",
        "42/global-chat,['x']",
        "42/global-chat,[\"x\"] trailing",
        "42/global-chat,99999999999999999999[\"x\"]",
        "42/global-chat,-1[\"x\"]",
        "42/global-chat,1.5[\"x\"]",
        "42/global-chat,[\"x\",NaN]",
        "42/global-chat,[\"x\",01]",
        "42/global-chat,[\"x\",\"\\x\"]",
        "42/global-chat,[\"x\",\"\\ud8\"]",
        "43/global-chat,[]",
        "43/global-chat,1{}",
        "43/global-chat,1",
        "43/global-chat,x[]",
        "44/global-chat,{\"message\":\"no, you\"}",
        "44",
        "41/global-chat,{}",
        "41/global-chat,[]",
        "40/global-chat,{}",
        "45/global-chat,[\"x\"]",
        "45-/global-chat,[\"x\"]",
        "4599999999999-/global-chat,[\"x\"]",
        "45-1-/global-chat,[\"x\"]",
        "451/global-chat,[\"x\"]",
        "461-/global-chat,[]",
        "46-/global-chat,1[]"
      })
  void aMalformedPacketEndsTheConnection(String packet) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.text(packet);

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40/global-chat,[]",
        "40/global-chat,\"token\"",
        "40/global-chat,{",
        "40/global-chat,1",
        "40/global-chat,{\"token\":\"x\"}}",
        "40[]",
        "40x"
      })
  void aMalformedConnectEndsTheConnection(String packet) throws IOException {
    try (RawWebSocket socket = openSession()) {
      socket.text(packet);

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42/global-chat,[\"chat:message\",{\"content\":\"early\",\"tempId\":\"e\"}]",
        "42[\"presence:get\",{\"userIds\":[]}]",
        "43/global-chat,1[]",
        "41/global-chat"
      })
  void whatComesBeforeConnectEndsTheConnection(String packet) throws IOException {
    try (RawWebSocket socket = openSession()) {
      socket.text(packet);

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener"
      })
  void aReservedEventNameEndsTheConnection(String name) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.text("42/global-chat,[\"" + name + "\"]");

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void aSecondConnectWhileTheFirstIsUnderWayEndsTheConnection() throws IOException {
    try (RawWebSocket socket = openSession()) {
      String connect = "40/global-chat," + auth(freshToken());
      socket.text(connect);
      socket.text(connect);

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void namespacesThatDoNotExistAreRefusedAndThenTheConnectionEnds() throws IOException {
    try (RawWebSocket socket = joined()) {
      for (int i = 0; i < 12; i++) {
        socket.text("40/no-such-" + i + "," + auth("x"));
      }
      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1008);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/__proto__", "/constructor", "/global-chat/", "/GLOBAL-CHAT"})
  void aNamespaceThatDoesNotExistIsRefusedByName(String namespace) throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket answer = engine.connect(namespace, auth("x"));

      assertThat(answer.text())
          .startsWith("44" + namespace + ",")
          .contains("\"message\":\"Invalid namespace\"");
      Leaks.assertNone(answer.text());
      assertThat(engine.request(CHAT, 1, "online:count", "").text()).contains("\"status\":\"ok\"");
    }
  }

  @Test
  void aNamespaceOfExcessiveLengthIsNotEchoed() throws IOException {
    try (RawWebSocket socket = openSession()) {
      socket.text("40/" + "n".repeat(60_000) + ",{}");

      Incoming answer = socket.next(TOLD);
      assertThat(answer.text()).as("a ping is no answer").isNotEqualTo("2");
      assertThat(answer.payload().length).isLessThan(2_000);
    }
  }

  @Test
  void acksThatNobodyAskedForAreIgnored() throws IOException {
    try (RawEngine engine = member()) {
      for (int id = 0; id < 50; id++) {
        engine.send("43/global-chat," + id + "[{\"status\":\"ok\"}]");
      }
      assertThat(engine.request(CHAT, 7, "online:count", "").text()).contains("\"status\":\"ok\"");
    }
  }

  @Test
  void aSocketThatNeverConnectsIsClosedAfterTheConnectTimeOut() throws IOException {
    // It answers pings: else the heartbeat would be first.
    try (RawEngine engine = RawEngine.dial(port).webSocket()) {
      Incoming end = engine.end(CONNECT_BOUND);

      assertThat(end.closeCode()).isEqualTo(4003);
      assertThat(end.closeReason()).isEqualTo("connect_timeout");
    }
  }
}
