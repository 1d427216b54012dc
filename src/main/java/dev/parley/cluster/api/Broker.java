package dev.parley.cluster.api;

import java.util.concurrent.CompletionStage;

/**
 * Carries cluster messages to the hubs of all nodes, this one included, once each.
 *
 * <p>Messages of one log reach a subscriber one at a time and, while the store is there, in one
 * order on all nodes; those of different logs may run beside each other.
 */
public interface Broker {
  /**
   * Hands a message over; never blocks on a receiver or a store. May be called on any thread.
   *
   * <p>Of messages with one key the log takes the first; the others reach nobody. It remembers a
   * key for some minutes.
   *
   * @return completes when the message is safe against the death of this node, with its place in
   *     the log; with {@link Published#ALONE} when the store is away and this node alone has it so
   *     far; exceptionally, with a {@code ParleyException} OVERLOADED or DRAINING, when it was not
   *     taken. It completes within half a second, on a thread of the broker: what follows must not
   *     block.
   */
  CompletionStage<Published> publish(ClusterMessage message);

  /** Sets the one receiver of this node; called once, before the first publish. */
  void subscribe(Receiver receiver);

  /** Completes when everything that was taken before lies in the log; may take for ever. */
  CompletionStage<Void> flush();

  /** What a node does with what arrives; called on threads of the broker, must not block. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes a message; calls of one log come in its order, HISTORY first, one at a time. Only what
     * a node delivered alone, because the store was away when it started, comes before the history.
     */
    void receive(LoggedMessage logged);

    /**
     * Messages of a log are gone for this node: it was away for longer than the log reaches back.
     *
     * @param after the last position that was seen
     * @param until the last position that is missing
     */
    default void onGap(String log, Position after, Position until) {}

    /**
     * From now on the node hears what others say in a log, for the first time since its start; what
     * they said before came as HISTORY, or not at all.
     */
    default void onJoined(String log) {}

    /**
     * The store was away and is back, or a log began anew because some or all of it was lost: what
     * else this node gave the store may be lost as well.
     */
    default void onStoreBack(String log) {}
  }
}
