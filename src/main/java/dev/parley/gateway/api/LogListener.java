package dev.parley.gateway.api;

import dev.parley.cluster.api.LoggedMessage;

/**
 * Sees what the log of a namespace brings, from all nodes; a CDI bean.
 *
 * <p>For projections of the log, as a history: what comes is complete as far as the log reaches,
 * older messages of kind HISTORY first.
 */
public interface LogListener {
  /** The namespace whose log it is. */
  String namespace();

  /**
   * A message came; sockets are told after this returns.
   *
   * <p>Calls come in the order of the log, one at a time. It must neither block nor publish; what
   * it throws is logged and costs only this message.
   */
  void logged(LoggedMessage logged);
}
