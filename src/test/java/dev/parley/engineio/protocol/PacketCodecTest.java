package dev.parley.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.engineio.protocol.EngineProtocolException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {
  @ParameterizedTest
  @CsvSource({
    "0, OPEN, ''",
    "1, CLOSE, ''",
    "2, PING, ''",
    "2probe, PING, probe",
    "3, PONG, ''",
    "3probe, PONG, probe",
    "4, MESSAGE, ''",
    "4hello, MESSAGE, hello",
    "4€, MESSAGE, €",
    "4b, MESSAGE, b",
    "'4 ', MESSAGE, ' '",
    "4😀, MESSAGE, 😀",
    "5, UPGRADE, ''",
    "6, NOOP, ''",
  })
  void aTextIsATypeDigitAndData(String text, PacketType type, String data) throws Exception {
    assertThat(PacketCodec.decode(text)).isEqualTo(new EnginePacket.Text(type, data));
    assertThat(PacketCodec.encodeText(type, data)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(PacketType.class)
  void aPacketWithoutDataIsItsDigit(PacketType type) throws Exception {
    assertThat(PacketCodec.encodeText(type)).isEqualTo(String.valueOf(type.digit()));
    assertThat(PacketCodec.decode(PacketCodec.encodeText(type)).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY_PACKET",
    "7, UNKNOWN_TYPE",
    "9abc, UNKNOWN_TYPE",
    "abc, UNKNOWN_TYPE",
    "-1, UNKNOWN_TYPE",
    "' 4hello', UNKNOWN_TYPE",
    "/, UNKNOWN_TYPE",
    "B, UNKNOWN_TYPE",
    "٤arabic-indic four, UNKNOWN_TYPE",
    "１fullwidth one, UNKNOWN_TYPE",
    "1x, UNEXPECTED_DATA",
    "5x, UNEXPECTED_DATA",
    "6x, UNEXPECTED_DATA",
    "bA, MALFORMED_BASE64",
    "bAA, MALFORMED_BASE64",
    "bAAA, MALFORMED_BASE64",
    "bAQ, MALFORMED_BASE64",
    "bAQ=, MALFORMED_BASE64",
    "bAQ===, MALFORMED_BASE64",
    "bA===, MALFORMED_BASE64",
    "b====, MALFORMED_BASE64",
    "bAQ==AQ==, MALFORMED_BASE64",
    "bAQ==AAAA, MALFORMED_BASE64",
    "b****, MALFORMED_BASE64",
    "bA-_A, MALFORMED_BASE64",
    "bAA A, MALFORMED_BASE64",
    "bAAAé, MALFORMED_BASE64",
    "bAAAı, MALFORMED_BASE64",
  })
  void aMalformedTextIsAViolation(String text, Reason reason) {
    assertThat(violation(text)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 56, 57, 58, 255, 256, 10_000})
  void aBinaryMessageTravelsAsBase64(int length) throws Exception {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    String text = PacketCodec.encodeBinary(bytes);
    assertThat(text).startsWith("b").hasSize(PacketCodec.encodedBinaryLength(length));
    EnginePacket packet = PacketCodec.decode(text);
    assertThat(packet.type()).isEqualTo(PacketType.MESSAGE);
    assertThat(((EnginePacket.Binary) packet).data()).isEqualTo(bytes);
  }

  @Test
  void theBinaryOfTheProtocolDocumentIsRead() throws Exception {
    EnginePacket packet = PacketCodec.decode("bAQIDBA==");
    assertThat(((EnginePacket.Binary) packet).data()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void base64MayBeBrokenIntoLines() throws Exception {
    EnginePacket packet = PacketCodec.decode("bAQID\nBA\r\n==\n");
    assertThat(((EnginePacket.Binary) packet).data()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void anExceptionSaysNothingOfWhatTheClientSent() {
    EngineProtocolException exception =
        catchThrowableOfType(
            EngineProtocolException.class, () -> PacketCodec.decode("xsecret-token"));
    assertThat(exception.getMessage())
        .isEqualTo(Reason.UNKNOWN_TYPE.text())
        .doesNotContain("secret");
    assertThat(exception.getStackTrace()).isEmpty();
  }

  @Test
  void aMessageOfAMegabyteIsRead() throws Exception {
    String data = "é".repeat(1 << 20);
    EnginePacket packet = PacketCodec.decode("4" + data);
    assertThat(((EnginePacket.Text) packet).data()).isEqualTo(data);
    assertThat(data.getBytes(StandardCharsets.UTF_8)).hasSize(2 << 20);
  }

  private static Reason violation(String text) {
    return catchThrowableOfType(EngineProtocolException.class, () -> PacketCodec.decode(text))
        .reason();
  }
}
