package dev.parley.gateway.api;

import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import jakarta.json.JsonObject;

/** Decides who a connecting socket acts for; may block, runs on the socket's lane. */
public interface SocketAuthenticator {
  /**
   * Authenticates a CONNECT.
   *
   * @param connectionId names the client connection that carries the socket; connections per user
   *     are counted by it
   * @throws dev.parley.kernel.ParleyException AUTH_FAILED, TOKEN_EXPIRED, USER_INACTIVE,
   *     TOO_MANY_CONNECTIONS or VALIDATION_FAILED; the socket is then refused with it
   */
  Principal authenticate(
      String namespace, String connectionId, Handshake handshake, JsonObject auth);

  /**
   * A socket that {@link #authenticate} admitted is no more, connected meanwhile or not.
   *
   * <p>The gateway calls it exactly once for each principal that was returned, on any thread.
   */
  default void released(String connectionId, Principal principal) {}
}
