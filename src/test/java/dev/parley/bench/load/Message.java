package dev.parley.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A text to send, as WebSocket frame and as polling packet, made once and sent often.
 *
 * <p>The frame is masked with zeros, which leaves the text as it is: so numbers in it can be
 * replaced without making it anew.
 */
final class Message {
  private static final byte TEXT = (byte) 0x81;
  private static final int MASKED = 0x80;
  private static final int SHORT = 126;
  private static final int LONG = 0x10000;

  private final byte[] bytes;
  private final int head;

  private Message(byte[] bytes, int head) {
    this.bytes = bytes;
    this.head = head;
  }

  static Message of(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    if (payload.length >= LONG) {
      throw new IllegalArgumentException("a message of " + payload.length + " bytes");
    }
    int head = payload.length < SHORT ? 6 : 8;
    ByteBuffer frame = ByteBuffer.allocate(head + payload.length).put(TEXT);
    if (payload.length < SHORT) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    return new Message(frame.array(), head);
  }

  /** The frame; valid until a number is replaced. */
  ByteBuffer frame() {
    return ByteBuffer.wrap(bytes);
  }

  /** A copy of the text. */
  String text() {
    return new String(bytes, head, bytes.length - head, StandardCharsets.UTF_8);
  }

  /** Where a text begins, for {@link #replace}; -1 when it is not in it. */
  int find(String part) {
    int at = text().indexOf(part);
    return at < 0 ? -1 : head + at;
  }

  /** Writes a number over what stands there, with zeros before it to fill the digits. */
  void replace(int at, int digits, long number) {
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
