package dev.parley.conformance;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.SocketAuthenticator;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Admits everybody, and keeps what they said until it is echoed.
 *
 * <p>The product forgets a CONNECT payload once it is verified, since it holds a token; so the
 * payload is taken here, on its way, and not from the gateway.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class AnonymousAuthenticator implements SocketAuthenticator {
  private final Map<Place, JsonObject> payloads = new ConcurrentHashMap<>();

  private record Place(String connectionId, String namespace) {}

  @Override
  public Principal authenticate(
      String namespace, String connectionId, Handshake handshake, JsonObject auth) {
    payloads.put(new Place(connectionId, namespace), auth);
    // The platform tells the places of one connection apart, for released().
    return new Principal("anonymous", connectionId, Optional.of(namespace), Optional.empty());
  }

  /** The payload of a socket that has just connected. */
  public JsonObject takePayload(ClientSocket socket) {
    JsonObject payload = payloads.remove(new Place(socket.connectionId(), socket.namespace()));
    return payload == null ? JsonValue.EMPTY_JSON_OBJECT : payload;
  }

  @Override
  public void released(String connectionId, Principal principal) {
    // One that never connected: its payload would stay for ever.
    payloads.remove(new Place(connectionId, principal.platform().orElseThrow()));
  }
}
