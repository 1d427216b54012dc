package dev.parley.engineio.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.engineio.protocol.EngineProtocolException.Reason;
import io.socket.engineio.parser.Packet;
import io.socket.engineio.parser.Parser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadCodecTest {
  private final PayloadCodec codec = new PayloadCodec(4, 1_000);

  @Test
  void thePayloadOfTheProtocolDocumentIsRead() throws Exception {
    List<EnginePacket> packets = codec.decode(bytes("4hello|2|4world"));
    assertThat(packets)
        .containsExactly(
            new EnginePacket.Text(PacketType.MESSAGE, "hello"),
            new EnginePacket.Text(PacketType.PING, ""),
            new EnginePacket.Text(PacketType.MESSAGE, "world"));
  }

  @Test
  void binaryStandsBesideText() throws Exception {
    List<EnginePacket> packets = codec.decode(bytes("4hello|bAQIDBA=="));
    assertThat(packets.get(0)).isEqualTo(new EnginePacket.Text(PacketType.MESSAGE, "hello"));
    assertThat(((EnginePacket.Binary) packets.get(1)).data()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void oneItemNeedsNoSeparator() throws Exception {
    assertThat(codec.decode(bytes("4€")))
        .containsExactly(new EnginePacket.Text(PacketType.MESSAGE, "€"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY_PACKET",
    "'|', EMPTY_PACKET",
    "'|4a', EMPTY_PACKET",
    "'4a|', EMPTY_PACKET",
    "'4a||4b', EMPTY_PACKET",
    "'4a|x', UNKNOWN_TYPE",
    "'4a|1x', UNEXPECTED_DATA",
    "'4a|b*', MALFORMED_BASE64",
    "'3|3|3|3|3', TOO_MANY_PACKETS",
    "'3|3|3|3|', TOO_MANY_PACKETS",
    "'abc', UNKNOWN_TYPE",
    "'1:2', UNEXPECTED_DATA",
  })
  void aMalformedBodyIsAViolation(String body, Reason reason) {
    assertThat(violation(bytes(body))).isEqualTo(reason);
  }

  @Test
  void asManyPacketsAsAllowedAreRead() throws Exception {
    assertThat(codec.decode(bytes("3|3|3|3"))).hasSize(4);
  }

  @Test
  void theLimitCountsBytes() throws Exception {
    assertThat(codec.decode(("4" + "a".repeat(999)).getBytes(UTF_8))).hasSize(1);
    assertThat(violation(("4" + "a".repeat(1_000)).getBytes(UTF_8))).isEqualTo(Reason.TOO_LARGE);
    assertThat(violation(("4" + "é".repeat(500)).getBytes(UTF_8))).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void bytesThatAreNotUtf8AreAViolation() {
    byte[][] bodies = {
      {'4', (byte) 0xff},
      {'4', (byte) 0xc3},
      {'4', (byte) 0xc0, (byte) 0x80},
      {'4', (byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {'4', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      {(byte) 0x80},
    };
    for (byte[] body : bodies) {
      assertThat(violation(body)).isEqualTo(Reason.MALFORMED_UTF8);
    }
  }

  @Test
  void manySeparatorsCostNoMoreThanTheLimit() {
    PayloadCodec wide = new PayloadCodec(128, 1 << 20);
    byte[] body =
        String.join("\u001e", Collections.nCopies(500_000, "6"))
            .substring(0, 999_999)
            .getBytes(UTF_8);
    assertThat(
            catchThrowableOfType(EngineProtocolException.class, () -> wide.decode(body)).reason())
        .isEqualTo(Reason.TOO_MANY_PACKETS);
  }

  @Test
  void joinedPacketsAreReadAsTheyWere() throws Exception {
    String body =
        PayloadCodec.join(
            List.of(
                PacketCodec.encodeText(PacketType.MESSAGE, "0{\"sid\":\"x\"}"),
                PacketCodec.encodeBinary(new byte[] {1, 2, 3}),
                PacketCodec.encodeText(PacketType.PING)));
    assertThat(body).isEqualTo("40{\"sid\":\"x\"}\u001ebAQID\u001e2");
    assertThat(codec.decode(body.getBytes(UTF_8))).hasSize(3);
    assertThat(PayloadCodec.join(List.of())).isEmpty();
  }

  /** The published Java client wraps base64 at 76 characters and ends it with a line break. */
  @Test
  void whatThePublishedJavaClientPostsIsRead() throws Exception {
    byte[] data = new byte[300];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    List<String> posted = new ArrayList<>();
    Parser.encodePayload(
        new Packet<?>[] {
          new Packet<>(Packet.MESSAGE, data),
          new Packet<>(Packet.MESSAGE, "2[\"é\"]"),
          new Packet<>(Packet.PONG)
        },
        posted::add);
    assertThat(posted.get(0)).contains("\n");
    List<EnginePacket> packets = codec.decode(posted.get(0).getBytes(UTF_8));
    assertThat(((EnginePacket.Binary) packets.get(0)).data()).isEqualTo(data);
    assertThat(packets.get(1)).isEqualTo(new EnginePacket.Text(PacketType.MESSAGE, "2[\"é\"]"));
    assertThat(packets.get(2)).isEqualTo(new EnginePacket.Text(PacketType.PONG, ""));
  }

  @Test
  void thePublishedJavaClientReadsWhatWeJoin() {
    byte[] data = {1, 2, 3, 4, 5};
    String body = PayloadCodec.join(List.of("4hello", PacketCodec.encodeBinary(data), "2"));
    List<Object> read = new ArrayList<>();
    Parser.decodePayload(
        body,
        (packet, index, total) -> {
          read.add(packet.type);
          read.add(packet.data);
          return true;
        });
    assertThat(read).containsExactly("message", "hello", "message", data, "ping", null);
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PayloadCodec(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PayloadCodec(1, 0));
  }

  /** For readability, a bar is the separator. */
  private static byte[] bytes(String body) {
    return body.replace('|', PayloadCodec.SEPARATOR).getBytes(UTF_8);
  }

  private Reason violation(byte[] body) {
    return catchThrowableOfType(EngineProtocolException.class, () -> codec.decode(body)).reason();
  }
}
