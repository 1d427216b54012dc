package dev.parley.gateway.api;

/**
 * What a feature does with one inbound event.
 *
 * <p>Runs on the socket's lane: one event of a socket at a time, in the order of the wire, and it
 * may block.
 */
@FunctionalInterface
public interface EventHandler<P extends Record> {
  /**
   * Handles a payload that was bound, authorized, throttled and validated.
   *
   * @throws dev.parley.kernel.ParleyException for an expected failure; anything else is answered as
   *     INTERNAL with a reference and logged with its stack trace
   */
  Reply handle(P payload, EventContext context);
}
