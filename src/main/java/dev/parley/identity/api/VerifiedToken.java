package dev.parley.identity.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of a token whose signature, issuer, audience and times were checked.
 *
 * <p>An immutable copy: it outlives the request and never holds the raw token.
 *
 * @param userId {@code sub}; 1 to 128 characters, no control characters
 * @param tokenId {@code jti}, when the issuer gives one
 * @param expiresAt {@code exp}
 */
public record VerifiedToken(
    String userId,
    Optional<String> tokenId,
    Optional<String> name,
    Optional<String> email,
    Optional<String> picture,
    Set<String> groups,
    Instant issuedAt,
    Instant expiresAt) {
  public VerifiedToken {
    Objects.requireNonNull(userId, "userId");
    groups = Set.copyOf(groups);
  }
}
