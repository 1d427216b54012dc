package dev.parley.testing.client;

import java.nio.charset.StandardCharsets;

/**
 * One Engine.IO packet as it came.
 *
 * @param text the packet with its type in front, as {@code 42["x"]}; null for a binary one
 * @param binary null for a text one
 * @param nanos {@link System#nanoTime} when it was read
 */
@SuppressWarnings("ArrayRecordComponent") // a value to look at, never compared
public record EnginePacket(String text, byte[] binary, long nanos) {
  public boolean startsWith(String prefix) {
    return text != null && text.startsWith(prefix);
  }

  @Override
  public String toString() {
    return text == null ? "b" + new String(binary, StandardCharsets.ISO_8859_1) : text;
  }
}
