package dev.parley.identity.api;

import dev.parley.kernel.ParleyException;

/**
 * The one place where a token becomes an identity, whatever way it came.
 *
 * <p>MP-JWT rules: RS256 only, issuer, audience, {@code exp}, {@code nbf}, a skew of 30 s. Safe on
 * any thread; costs one RSA verification and may block on a key set that has to be fetched.
 */
public interface TokenVerifier {
  /**
   * Verifies a compact JWS.
   *
   * @throws ParleyException with AUTH_FAILED or TOKEN_EXPIRED; the message never holds the token
   */
  VerifiedToken verify(String compactToken);
}
