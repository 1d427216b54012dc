package dev.parley.cluster.api;

import java.util.function.Consumer;

/**
 * Carries cluster messages to the hubs of all nodes, this one included, once each.
 *
 * <p>Messages of one order key reach a subscriber in the order in which they were published, one at
 * a time; those of different keys may run beside each other.
 */
public interface Broker {
  /** Hands a message over; never blocks on a receiver. May be called on any thread. */
  void publish(ClusterMessage message);

  /** Sets the one receiver of this node; called once, before the first publish. */
  void subscribe(Consumer<ClusterMessage> receiver);
}
