package dev.parley.cluster.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * How long this node's own batches take until they are heard on the channel.
 *
 * <p>The clocks of two nodes cannot be compared, but what a node hears of itself comes the same way
 * as it does to all others. Used by one thread at a time.
 */
final class RoundTrips {
  // Frames follow their answers within milliseconds; what is older was lost on the channel.
  private static final int MOST = 64;

  private final Deque<Outgoing> underWay = new ArrayDeque<>();

  /** A batch is sent, perhaps once more; its first message is its oldest. */
  void sent(Outgoing first) {
    // What is written into a new epoch was heard long ago.
    if (first.isWritten() || underWay.peekLast() == first) {
      return;
    }
    if (underWay.size() == MOST) {
      underWay.remove();
    }
    underWay.add(first);
  }

  /**
   * A batch is heard.
   *
   * @param sequence of its first message
   * @return how long ago that was published; empty when it is not known, or was heard before
   */
  OptionalLong heard(long sequence, long now) {
    while (!underWay.isEmpty() && underWay.element().sequence() < sequence) {
      underWay.remove();
    }
    return !underWay.isEmpty() && underWay.element().sequence() == sequence
        ? OptionalLong.of(underWay.remove().waitedNanos(now))
        : OptionalLong.empty();
  }
}
