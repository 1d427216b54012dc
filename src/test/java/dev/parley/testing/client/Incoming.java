package dev.parley.testing.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One thing that came in over a WebSocket: a frame, or the end of the connection.
 *
 * @param nanos {@link System#nanoTime} when it was complete
 */
@SuppressWarnings("ArrayRecordComponent") // a value to look at, never compared
public record Incoming(Kind kind, boolean last, byte[] payload, long nanos) {
  /** The kinds of frame, and the two ends without one. */
  public enum Kind {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10),
    /** The stream ended by a FIN. */
    EOF(-1),
    /** The stream ended by a reset. */
    RESET(-2);

    private final int opcode;

    Kind(int opcode) {
      this.opcode = opcode;
    }

    int opcode() {
      return opcode;
    }

    static Kind of(int opcode) {
      for (Kind kind : values()) {
        if (kind.opcode == opcode) {
          return kind;
        }
      }
      throw new AssertionError("the server sent a frame of the unknown opcode " + opcode);
    }
  }

  /** Whether nothing comes after it. */
  public boolean isEnd() {
    return kind == Kind.CLOSE || kind == Kind.EOF || kind == Kind.RESET;
  }

  /** The payload as UTF-8. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The close code; 1005 for a close frame without one, 1006 for an end without a close frame. */
  public int closeCode() {
    if (kind != Kind.CLOSE) {
      return 1006;
    }
    return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
  }

  /** The close reason, empty when there is none. */
  public String closeReason() {
    return kind != Kind.CLOSE || payload.length < 2
        ? ""
        : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return kind == Kind.CLOSE ? "CLOSE " + closeCode() + ' ' + closeReason() : kind + " " + text();
  }
}
