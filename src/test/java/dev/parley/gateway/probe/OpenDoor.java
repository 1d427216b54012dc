package dev.parley.gateway.probe;

import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Typed;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Admits everybody, under the name that the CONNECT payload gives. */
@Alternative
@Priority(1)
@ApplicationScoped
@Typed(SocketAuthenticator.class)
class OpenDoor implements SocketAuthenticator {
  @Override
  public Principal authenticate(
      String namespace, String connectionId, Handshake handshake, JsonObject auth) {
    return new Principal(
        auth.getString("user", "nobody"), "device", Optional.empty(), Optional.empty());
  }
}
