package dev.parley.outbound;

/**
 * One transport frame, ready to be written; shared by all its receivers, never changed.
 *
 * <p>The size counts UTF-8 bytes, and is taken once, when the frame is made.
 */
public sealed interface Frame {
  /** Payload bytes on a WebSocket, without the frame header. */
  int sizeBytes();

  /** A text frame as the peer receives it; for Engine.IO with its packet type in front. */
  record Text(String text, int sizeBytes) implements Frame {
    public static Text of(String text) {
      return new Text(text, Utf8.length(text));
    }
  }

  /** A binary frame; the array belongs to the frame and is not written to any more. */
  @SuppressWarnings("ArrayRecordComponent") // shared by thousands of receivers, never compared
  record Binary(byte[] bytes) implements Frame {
    @Override
    public int sizeBytes() {
      return bytes.length;
    }
  }
}
