package dev.parley.cluster.api;

import java.util.concurrent.CompletionStage;

/**
 * Carries cluster messages to the hubs of all nodes, this one included, once each.
 *
 * <p>Messages of one order key reach a subscriber in the order in which they were published, one at
 * a time; those of different keys may run beside each other.
 */
public interface Broker {
  /**
   * Hands a message over; never blocks on a receiver or a store. May be called on any thread.
   *
   * @return completes when the message is safe against the death of this node, with its place in
   *     the log; with {@link Position#NONE} when the store is away and this node alone has it so
   *     far; exceptionally, with a {@code ParleyException} OVERLOADED, when it was not taken. The
   *     stage completes on a thread of the broker: what follows must not block.
   */
  CompletionStage<Position> publish(ClusterMessage message);

  /** Sets the one receiver of this node; called once, before the first publish. */
  void subscribe(Receiver receiver);

  /** What a node does with what arrives; called on threads of the broker, must not block. */
  @FunctionalInterface
  interface Receiver {
    void receive(ClusterMessage message);

    /**
     * A message with its place.
     *
     * @param position where a client that has seen it goes on; {@link Position#NONE} while the
     *     store is away
     */
    default void receive(ClusterMessage message, Position position) {
      receive(message);
    }

    /**
     * Messages of a log are gone for this node: it was away for longer than the log reaches back.
     *
     * @param after the last position that was seen
     * @param until the last position that is missing
     */
    default void onGap(String log, Position after, Position until) {}
  }
}
