package dev.parley.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;

/** What the decoder tests share: limits, and short ways to a packet or to a violation. */
final class Decoding {
  static final DecoderLimits LIMITS = new DecoderLimits(65_536, 10, 1_000, 64);

  private static final JsonProvider JSON = JsonProvider.provider();

  private Decoding() {}

  /** The packet of a text that announces no attachments. */
  static SocketPacket packet(String text) throws SocketProtocolException {
    return new BinaryAssembler(new PacketDecoder(LIMITS)).text(text).orElseThrow();
  }

  static SocketProtocolException.Reason violation(String text) {
    return violation(LIMITS, text);
  }

  static SocketProtocolException.Reason violation(DecoderLimits limits, String text) {
    BinaryAssembler assembler = new BinaryAssembler(new PacketDecoder(limits));
    SocketProtocolException exception =
        catchThrowableOfType(SocketProtocolException.class, () -> assembler.text(text));
    assertThat(exception).as("violation of %.80s", text).isNotNull();
    return exception.reason();
  }

  static JsonValue json(String text) {
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      parser.next();
      return parser.getValue();
    }
  }
}
