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
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attachments that lie about their number, their place or their coming. */
@ParleyTest(AbuseServer.class)
class BinaryAbuseIT extends AbuseCase {
  private static final String PLACE = "{\"_placeholder\":true,\"num\":0}";

  BinaryAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // More than ten, and more than an int holds.
        "4511-/global-chat,[\"x\"]",
        "452147483648-/global-chat,[\"x\"]",
        // A place for which nothing was announced, and places beyond the announced ones.
        "450-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":1}]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":-1}]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":0.5}]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":1e9}]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true}]",
        // Attachments without a place, and two places for one.
        "451-/global-chat,[\"x\"]",
        "452-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]",
        // A place for the event's name.
        "451-/global-chat,[{\"_placeholder\":true,\"num\":0}]"
      })
  void aCountOrPlaceThatLiesEndsTheConnection(String packet) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.text(packet);
      socket.binary(new byte[] {1, 2, 3});

      assertThat(assertClosedAtOnce(socket).closeCode()).isIn(1002, 1009);
    }
  }

  @Test
  void anAttachmentMoreThanAnnouncedEndsTheConnection() throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.text(message("t1"));
      socket.binary(new byte[] {1});
      socket.binary(new byte[] {2});

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42/global-chat,[\"online:count\"]",
        "451-/global-chat,[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "40/,{}",
        "41/global-chat"
      })
  void aTextWhereAnAttachmentIsDueEndsTheConnection(String packet) throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.text(message("t2"));
      socket.text(packet);

      assertThat(assertClosedAtOnce(socket).closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void anAttachmentThatNeverComesIsTimedOut() throws IOException {
    try (RawWebSocket socket = joined()) {
      socket.text(message("t3"));

      Incoming end = socket.end(RawEngine.BOUND);

      assertThat(end.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void attachmentsThatTogetherPassTheLimitEndTheConnection() throws IOException {
    try (RawWebSocket socket = joined()) {
      StringBuilder places = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        places.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
      }
      socket.text("4510-/global-chat,[\"chat:message\"" + places + "]");
      try {
        for (int i = 0; i < 10; i++) {
          socket.binary(new byte[60_000]);
        }
      } catch (SocketException closedWhileWeWrote) {
        assertThat(closedWhileWeWrote).isNotNull();
      }

      assertThat(assertClosedAtOnce(socket).closeCode()).isIn(1002, 1006, 1009);
    }
  }

  @Test
  void aPlaceInAnEventWithoutAttachmentsIsNoBinary() throws IOException {
    try (RawEngine engine = member()) {
      EnginePacket ack =
          engine.request(
              CHAT,
              1,
              "chat:message",
              "{\"content\":\"x\",\"tempId\":\"t\",\"data\":" + PLACE + "}");

      assertThat(ack.text()).contains("\"code\":\"validation_failed\"");
      Leaks.assertNone(ack.text());
    }
  }

  @Test
  void aPlaceWhereTextBelongsIsAnswered() throws IOException {
    try (RawEngine engine = member()) {
      engine.send(
          "451-/global-chat,3[\"chat:message\",{\"content\":" + PLACE + ",\"tempId\":\"t\"}]");
      engine.sendBinary(new byte[] {1});

      EnginePacket ack = engine.await("43/global-chat,3[");

      assertThat(ack.text()).contains("\"code\":\"validation_failed\"");
      Leaks.assertNone(ack.text());
    }
  }

  private static String message(String tempId) {
    return "451-/global-chat,[\"chat:message\",{\"content\":\"x\",\"tempId\":\""
        + tempId
        + "\",\"data\":"
        + PLACE
        + "}]";
  }
}
