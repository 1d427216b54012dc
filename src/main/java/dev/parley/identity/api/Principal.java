package dev.parley.identity.api;

import java.util.Optional;
import java.util.Set;

/**
 * Who a socket acts for.
 *
 * @param token the token that proves it; empty only where an application admits anonymous clients
 */
public record Principal(
    String userId, String deviceId, Optional<String> platform, Optional<VerifiedToken> token) {

  public boolean isAuthenticated() {
    return token.isPresent();
  }

  public Set<String> groups() {
    return token.map(VerifiedToken::groups).orElse(Set.of());
  }

  public Optional<String> displayName() {
    return token.flatMap(VerifiedToken::name);
  }
}
