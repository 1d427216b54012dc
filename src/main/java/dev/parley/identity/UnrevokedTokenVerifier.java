package dev.parley.identity;

import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;

/** Verifies as another does, and refuses what was revoked; whatever way a token comes. */
record UnrevokedTokenVerifier(TokenVerifier verifier, RevokedTokens revoked)
    implements TokenVerifier {
  @Override
  public VerifiedToken verify(String compactToken) {
    return revoked.require(verifier.verify(compactToken));
  }

  @Override
  public String toString() {
    return verifier.toString();
  }
}
