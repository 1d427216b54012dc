package dev.parley.cluster.api;

/**
 * Hears what nodes tell each other on {@link ClusterMessage#CONTROL_LOG}; each is a CDI bean.
 *
 * <p>Every listener is given every message and leaves alone what is not meant for it.
 */
public interface ControlListener {
  /**
   * Takes a message; calls come in the order of the log, one at a time, on a thread of the broker:
   * it must not block.
   */
  void receive(LoggedMessage logged);

  /** Some messages are gone for this node; called like {@link #receive}. */
  default void missed() {}

  /**
   * The store was away and is back, or lost some of what it had: whoever gave it something gives it
   * again. Called like {@link #receive}.
   */
  default void storeBack() {}
}
