package dev.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes WebSocket frames (RFC 6455) of a server from what was read. */
final class WebSocketFrames {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;

  private static final int SHORT = 126;
  private static final int LONG = 127;

  private int opcode;

  /**
   * The payload of the next frame, which is taken; null when it is not all there.
   *
   * @throws IOException when it is one that no server sends to this client
   */
  ByteBuffer next(ByteBuffer in) throws IOException {
    if (in.remaining() < 2) {
      return null;
    }
    int start = in.position();
    int first = in.get(start);
    int code = in.get(start + 1) & 0xff;
    int head = code == LONG ? 10 : code == SHORT ? 4 : 2;
    if (in.remaining() < head) {
      return null;
    }
    if ((first & 0xf0) != 0x80 || code > LONG) {
      throw new IOException("a fragment, an extension or a mask");
    }
    long length =
        switch (code) {
          case LONG -> in.getLong(start + 2);
          case SHORT -> in.getShort(start + 2) & 0xffff;
          default -> code;
        };
    if (in.remaining() - head < length) {
      return null;
    }
    opcode = first & 0x0f;
    in.position(start + head + (int) length);
    return in.slice(start + head, (int) length);
  }

  /** The kind of the frame that {@link #next} gave last. */
  int opcode() {
    return opcode;
  }
}
