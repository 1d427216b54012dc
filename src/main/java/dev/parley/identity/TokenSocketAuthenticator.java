package dev.parley.identity;

import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Admits sockets that bring a token: in the CONNECT payload, or with the handshake before it.
 *
 * <p>Where both are there the payload speaks, since it is the newer and the more precise. A place
 * in the user's count is the last thing taken, so that no refusal can leak one.
 */
final class TokenSocketAuthenticator implements SocketAuthenticator {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final TokenVerifier verifier;
  private final UserDirectory users;
  private final ConnectionCounter connections;
  private final TokenClock clock;
  private final RevokedTokens revoked;

  TokenSocketAuthenticator(
      TokenVerifier verifier,
      UserDirectory users,
      ConnectionLimits limits,
      TokenClock clock,
      RevokedTokens revoked) {
    this.verifier = verifier;
    this.users = users;
    this.connections = limits.perUser();
    this.clock = clock;
    this.revoked = revoked;
  }

  @Override
  public Principal authenticate(
      String namespace, String connectionId, Handshake handshake, JsonObject auth) {
    ConnectPayload payload = ConnectPayload.of(auth);
    VerifiedToken token =
        payload.token().map(verifier::verify).orElseGet(() -> ofHandshake(handshake));
    if (users.signIn(token).status() != UserStatus.ACTIVE) {
      throw new ParleyException(ErrorCode.USER_INACTIVE);
    }
    Principal principal =
        new Principal(
            token.userId(),
            payload
                .deviceId()
                .or(handshake::deviceId)
                .orElseGet(() -> generatedDeviceId(connectionId)),
            payload.platform().or(handshake::platform),
            Optional.of(token));
    if (!connections.acquire(token.userId(), connectionId)) {
      throw ParleyException.retryAfter(ErrorCode.TOO_MANY_CONNECTIONS, RETRY_AFTER);
    }
    return principal;
  }

  @Override
  public void released(String connectionId, Principal principal) {
    connections.release(principal.userId(), connectionId);
  }

  /** The handshake may be long ago: its token has to be good at this moment. */
  private VerifiedToken ofHandshake(Handshake handshake) {
    VerifiedToken token =
        handshake.token().orElseThrow(() -> new ParleyException(ErrorCode.AUTH_FAILED));
    if (clock.hasExpired(token)) {
      throw new ParleyException(ErrorCode.TOKEN_EXPIRED);
    }
    return revoked.require(token);
  }

  /** One for all sockets of a connection; made of its id in a way that does not show the id. */
  private static String generatedDeviceId(String connectionId) {
    return UUID.nameUUIDFromBytes(connectionId.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
