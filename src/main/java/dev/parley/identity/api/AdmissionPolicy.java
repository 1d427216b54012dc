package dev.parley.identity.api;

import dev.parley.kernel.ParleyException;

/**
 * Decides whether this node takes one more connection.
 *
 * <p>Asked before a session exists, on the thread of the handshake's request; may block for half a
 * second. Safe on any thread.
 */
@FunctionalInterface
public interface AdmissionPolicy {
  /**
   * Takes a place for a connection from the given address.
   *
   * @throws ParleyException TOO_MANY_CONNECTIONS or DRAINING, with the time after which a retry
   *     makes sense
   */
  Lease admit(String remoteAddress);

  /** A place that is taken. */
  @FunctionalInterface
  interface Lease {
    /** Gives the place back; idempotent. */
    void release();
  }
}
