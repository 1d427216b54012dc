package dev.parley.cluster.redis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link FieldWriter} wrote.
 *
 * <p>Where the bytes end too early it throws {@link BufferUnderflowException}.
 */
final class FieldReader {
  private final ByteBuffer in;

  FieldReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  byte octet() {
    return in.get();
  }

  int number() {
    return in.getInt();
  }

  long big() {
    return in.getLong();
  }

  /** A number that is the last eight bytes, whatever stands before it. */
  long lastBig() {
    if (in.remaining() < Long.BYTES) {
      throw new BufferUnderflowException();
    }
    return in.position(in.limit() - Long.BYTES).getLong();
  }

  /** A text, or null. */
  String text() {
    int length = in.getInt();
    return length == FieldWriter.ABSENT ? null : new String(bytes(length), StandardCharsets.UTF_8);
  }

  byte[] block() {
    return bytes(in.getInt());
  }

  private byte[] bytes(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
