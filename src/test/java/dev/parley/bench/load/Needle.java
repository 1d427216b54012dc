package dev.parley.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A text that is looked for in payloads, first where it was the last time. */
final class Needle {
  private final byte[] bytes;
  private int hint;

  Needle(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  int length() {
    return bytes.length;
  }

  /** Where it begins, as an absolute index; -1 when it is not there. */
  int find(ByteBuffer payload) {
    int start = payload.position();
    int last = payload.limit() - bytes.length;
    if (start + hint <= last && isAt(payload, start + hint)) {
      return start + hint;
    }
    for (int i = start; i <= last; i++) {
      if (payload.get(i) == bytes[0] && isAt(payload, i)) {
        hint = i - start;
        return i;
      }
    }
    return -1;
  }

  /** Whether the payload begins with it. */
  boolean leads(ByteBuffer payload) {
    return payload.remaining() >= bytes.length && isAt(payload, payload.position());
  }

  private boolean isAt(ByteBuffer payload, int at) {
    for (int i = 0; i < bytes.length; i++) {
      if (payload.get(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
