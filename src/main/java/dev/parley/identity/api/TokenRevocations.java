package dev.parley.identity.api;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Makes tokens worthless before they expire, on every node.
 *
 * <p>Sockets that live on one are closed within a second, and no node takes it any more. Safe on
 * any thread, never blocks; stages complete within a second, or fail with a {@code ParleyException}
 * OVERLOADED when too many are remembered.
 */
public interface TokenRevocations {
  /**
   * Revokes all tokens of a user that were issued before a moment.
   *
   * @param before empty for now; by the issuer's clock, so a moment ahead covers one that is fast
   */
  CompletionStage<Revoked> revokeUser(String userId, Optional<Instant> before);

  /** Revokes the token of that id. */
  CompletionStage<Revoked> revokeToken(String tokenId);

  /**
   * What was done.
   *
   * @param before tokens issued before it are revoked
   * @param pending whether the store is away: this node acts at once, the others when it is back
   */
  record Revoked(Instant before, boolean pending) {}
}
