package dev.parley.gateway.api;

import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import jakarta.json.JsonObject;

/** Decides who a connecting socket acts for; may block, runs on the socket's lane. */
public interface SocketAuthenticator {
  /**
   * Authenticates a CONNECT.
   *
   * @throws dev.parley.kernel.ParleyException AUTH_FAILED, TOKEN_EXPIRED, USER_INACTIVE or
   *     VALIDATION_FAILED; the socket is then refused with it
   */
  Principal authenticate(String namespace, Handshake handshake, JsonObject auth);
}
