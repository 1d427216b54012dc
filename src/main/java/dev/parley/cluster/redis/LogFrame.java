package dev.parley.cluster.redis;

import dev.parley.cluster.api.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What goes over a log's channel: a batch, as {@code append.lua} frames it, or a probe. */
final class LogFrame {
  private static final byte BATCH = 'M';
  // In place of a length: this sequence number was used up by a message that was not appended.
  private static final int NOT_APPENDED = -1;

  private static final SharedTexts PUBLISHERS = new SharedTexts();

  private LogFrame() {}

  /** A frame that carries nothing. */
  static byte[] probe() {
    return new byte[] {'P'};
  }

  /**
   * The entries of a batch; none for a probe or a kind that a later version sends.
   *
   * @throws IllegalArgumentException when the frame is cut off
   */
  static List<LogEntry> read(byte[] frame) {
    if (frame.length == 0 || frame[0] != BATCH) {
      return List.of();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(frame);
      in.get();
      long epoch = in.getLong();
      long offset = in.getLong();
      long sequence = in.getLong();
      String publisher =
          PUBLISHERS.of(new String(bytes(in, in.getShort() & 0xFFFF), StandardCharsets.UTF_8));
      List<LogEntry> entries = new ArrayList<>();
      for (; in.hasRemaining(); sequence++) {
        int length = in.getInt();
        if (length != NOT_APPENDED) {
          entries.add(
              new LogEntry(new Position(epoch, offset), publisher, sequence, bytes(in, length)));
          offset++;
        }
      }
      return entries;
    } catch (BufferUnderflowException cutOff) {
      throw new IllegalArgumentException("A frame of the log is cut off", cutOff);
    }
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("A frame of the log is cut off");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
