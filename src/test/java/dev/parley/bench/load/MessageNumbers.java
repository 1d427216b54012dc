package dev.parley.bench.load;

import java.nio.ByteBuffer;

/** Finds the number of a message in what a server made of it: it is its tempId. */
final class MessageNumbers {
  /** What stands before the number. */
  static final String MARK = "\"tempId\":\"t";

  private final Needle mark = new Needle(MARK);

  /** The number, or -1 when there is none. */
  long find(ByteBuffer payload) {
    int at = mark.find(payload);
    return at < 0 ? -1 : number(payload, at + MARK.length());
  }

  /** The digits from a place on; -1 when there are none. */
  static long number(ByteBuffer payload, int from) {
    long number = -1;
    for (int i = from; i < payload.limit(); i++) {
      int digit = payload.get(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = Math.max(0, number) * 10 + digit;
    }
    return number;
  }
}
