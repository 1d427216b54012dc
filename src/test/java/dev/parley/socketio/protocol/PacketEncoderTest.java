package dev.parley.socketio.protocol;

import static dev.parley.socketio.protocol.Decoding.json;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PacketEncoderTest {
  private static final OptionalLong NO_ACK = OptionalLong.empty();
  private static final String ZERO = "{\"_placeholder\":true,\"num\":0}";

  @Test
  void theMainNamespaceIsLeftOut() {
    assertThat(PacketEncoder.connected("/", "abc", null)).isEqualTo("0{\"sid\":\"abc\"}");
    assertThat(PacketEncoder.disconnect("/")).isEqualTo("1");
    assertThat(PacketEncoder.event("/", "foo", "", 0, NO_ACK)).isEqualTo("2[\"foo\"]");
    assertThat(PacketEncoder.ack("/", 12, "", 0)).isEqualTo("312[]");
    assertThat(PacketEncoder.connectError("/", "no")).isEqualTo("4{\"message\":\"no\"}");
    assertThat(PacketEncoder.event("/", "baz", ZERO, 1, NO_ACK))
        .isEqualTo("51-[\"baz\"," + ZERO + "]");
    assertThat(PacketEncoder.ack("/", 15, ZERO, 1)).isEqualTo("61-15[" + ZERO + "]");
  }

  @Test
  void anyOtherNamespaceIsFollowedByAComma() {
    assertThat(PacketEncoder.connected("/admin", "abc", null))
        .isEqualTo("0/admin,{\"sid\":\"abc\"}");
    assertThat(PacketEncoder.disconnect("/admin")).isEqualTo("1/admin,");
    assertThat(PacketEncoder.event("/admin", "foo", "1,\"b\"", 0, OptionalLong.of(456)))
        .isEqualTo("2/admin,456[\"foo\",1,\"b\"]");
    assertThat(PacketEncoder.ack("/admin", 0, "\"bar\"", 0)).isEqualTo("3/admin,0[\"bar\"]");
    assertThat(PacketEncoder.connectError("/random", "Invalid namespace"))
        .isEqualTo("4/random,{\"message\":\"Invalid namespace\"}");
    assertThat(PacketEncoder.connectError("/a", "no", "{\"code\":\"auth_failed\"}"))
        .isEqualTo("4/a,{\"message\":\"no\",\"data\":{\"code\":\"auth_failed\"}}");
    assertThat(PacketEncoder.event("/admin", "baz", ZERO, 1, OptionalLong.of(7)))
        .isEqualTo("51-/admin,7[\"baz\"," + ZERO + "]");
    assertThat(PacketEncoder.ack("/admin", Long.MAX_VALUE, ZERO, 1))
        .isEqualTo("61-/admin,9223372036854775807[" + ZERO + "]");
  }

  @Test
  void namesAndMessagesAreEscaped() throws Exception {
    StringBuilder odd = new StringBuilder("\"\\/ 😀 \ud83d \ude00\ud83d");
    for (char c = 0; c < 0x100; c++) {
      odd.append(c);
    }
    String text = odd.append("\u2028\u2029\ufeff\uffff").toString();
    SocketPacket.Event event =
        (SocketPacket.Event) Decoding.packet(PacketEncoder.event("/", text, "\"tail\"", 0, NO_ACK));
    assertThat(event.name()).isEqualTo(text);
    assertThat(event.arguments()).isEqualTo(json("[\"tail\"]"));
    SocketPacket.ConnectError error =
        (SocketPacket.ConnectError) Decoding.packet(PacketEncoder.connectError("/", text, "[1]"));
    assertThat(error.data().asJsonObject().getString("message")).isEqualTo(text);
    assertThat(error.data().asJsonObject().get("data")).isEqualTo(json("[1]"));
    SocketPacket.Connect connected =
        (SocketPacket.Connect) Decoding.packet(PacketEncoder.connected("/", text, null));
    assertThat(connected.auth().keySet()).containsExactly("sid");
    assertThat(connected.auth().getString("sid")).isEqualTo(text);
  }

  @Test
  void whatIsWrittenSurvivesUtf8() {
    String packet = PacketEncoder.event("/", "\ud800 \udfff 😀", "", 0, NO_ACK);
    byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(packet);
    assertThat(packet).isEqualTo("2[\"\\ud800 \\udfff 😀\"]");
  }

  @Test
  void everyKindIsReadBackAsItWasWritten() throws Exception {
    for (String namespace : new String[] {"/", "/chat", "/a/b"}) {
      assertThat(Decoding.packet(PacketEncoder.disconnect(namespace)))
          .isEqualTo(new SocketPacket.Disconnect(namespace));
      for (OptionalLong ackId : new OptionalLong[] {NO_ACK, OptionalLong.of(0)}) {
        SocketPacket.Event event =
            (SocketPacket.Event)
                Decoding.packet(PacketEncoder.event(namespace, "e", "{\"a\":[]},2", 0, ackId));
        assertThat(event.namespace()).isEqualTo(namespace);
        assertThat(event.ackId()).isEqualTo(ackId);
        assertThat(event.arguments()).isEqualTo(json("[{\"a\":[]},2]"));
      }
      SocketPacket.Ack ack =
          (SocketPacket.Ack) Decoding.packet(PacketEncoder.ack(namespace, 5, "", 0));
      assertThat(ack.ackId()).isEqualTo(5);
      assertThat(ack.arguments()).isEqualTo(JsonValue.EMPTY_JSON_ARRAY);
    }
  }
}
