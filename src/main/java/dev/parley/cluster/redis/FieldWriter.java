package dev.parley.cluster.redis;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the fields of a message, big-endian; texts and blocks after their length. */
final class FieldWriter {
  static final int ABSENT = -1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  FieldWriter octet(byte value) {
    out.write(value);
    return this;
  }

  FieldWriter number(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  FieldWriter big(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  /** A text, or null. */
  FieldWriter text(String text) {
    return text == null ? number(ABSENT) : block(text.getBytes(StandardCharsets.UTF_8));
  }

  FieldWriter block(byte[] bytes) {
    number(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
