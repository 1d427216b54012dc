package dev.parley.engineio.protocol;

import dev.parley.engineio.protocol.EngineProtocolException.Reason;
import java.util.Arrays;
import java.util.Base64;

/**
 * One packet as text: a WebSocket text frame, or one item of a polling payload.
 *
 * <p>Decides by form alone. A binary WebSocket frame needs no codec: all of it is one message.
 */
public final class PacketCodec {
  private static final char BASE64_MARK = 'b';

  private PacketCodec() {}

  /**
   * Reads a packet.
   *
   * <p>{@code b} and base64 is a binary message, on a WebSocket too: the published browser client
   * sends it there under {@code forceBase64}.
   *
   * @throws EngineProtocolException on an empty text, an unknown type, data after CLOSE, UPGRADE or
   *     NOOP, or malformed base64
   */
  public static EnginePacket decode(String text) throws EngineProtocolException {
    if (text.isEmpty()) {
      throw new EngineProtocolException(Reason.EMPTY_PACKET);
    }
    char first = text.charAt(0);
    if (first == BASE64_MARK) {
      return new EnginePacket.Binary(base64(text));
    }
    PacketType type = PacketType.ofDigit(first);
    if (text.length() > 1 && !type.mayCarryData()) {
      throw new EngineProtocolException(Reason.UNEXPECTED_DATA);
    }
    return new EnginePacket.Text(type, text.substring(1));
  }

  /** A text packet: the type digit, then the data as it is. */
  public static String encodeText(PacketType type, String data) {
    return type.digit() + data;
  }

  /** A packet without data. */
  public static String encodeText(PacketType type) {
    return String.valueOf(type.digit());
  }

  /** A binary message where only text can go: {@code b} and padded base64. */
  public static String encodeBinary(byte[] data) {
    return BASE64_MARK + Base64.getEncoder().encodeToString(data);
  }

  /** The length of {@link #encodeBinary} for so many bytes, without encoding them. */
  public static int encodedBinaryLength(int bytes) {
    return Math.addExact(1, Math.multiplyExact(4, Math.addExact(bytes, 2) / 3));
  }

  private static byte[] base64(String text) throws EngineProtocolException {
    byte[] digits = new byte[text.length() - 1];
    int length = 0;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      // The published Java client breaks its base64 into lines of 76.
      if (c != '\n' && c != '\r') {
        digits[length++] = c < 0x80 ? (byte) c : 0;
      }
    }
    // Java's decoder takes unpadded text; a truncated item must not pass for a shorter message.
    if (length % 4 != 0) {
      throw new EngineProtocolException(Reason.MALFORMED_BASE64);
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(digits, length));
    } catch (IllegalArgumentException malformed) {
      throw new EngineProtocolException(Reason.MALFORMED_BASE64);
    }
  }
}
