package dev.parley.outbound;

import java.util.List;
import java.util.Objects;

/**
 * Frames that are written together or not at all, in order, with nothing between them.
 *
 * @param coalesceKey what a newer message must share to replace this one; null unless {@link
 *     Delivery#COALESCIBLE}
 * @param sizeBytes what the message counts for in a connection's budget
 */
public record OutboundMessage(
    List<Frame> frames, Delivery delivery, String coalesceKey, int sizeBytes) {
  /** About what a place in a queue takes, without the frames. */
  public static final int PLACE_BYTES = 64;

  public OutboundMessage {
    frames = List.copyOf(frames);
    Objects.requireNonNull(delivery, "delivery");
    if ((delivery == Delivery.COALESCIBLE) != (coalesceKey != null)) {
      throw new IllegalArgumentException("a coalescible message has a key, and no other has one");
    }
  }

  public static OutboundMessage of(List<Frame> frames, Delivery delivery, String coalesceKey) {
    return new OutboundMessage(
        frames, delivery, coalesceKey, frames.stream().mapToInt(Frame::sizeBytes).sum());
  }

  /** The same where its frames are kept for others anyway: it counts for its place alone. */
  public OutboundMessage shared() {
    return new OutboundMessage(frames, delivery, coalesceKey, Math.min(sizeBytes, PLACE_BYTES));
  }

  /** What all frames have together. */
  public long frameBytes() {
    return frames.stream().mapToLong(Frame::sizeBytes).sum();
  }

  public static OutboundMessage ordered(Frame... frames) {
    return of(List.of(frames), Delivery.ORDERED, null);
  }
}
