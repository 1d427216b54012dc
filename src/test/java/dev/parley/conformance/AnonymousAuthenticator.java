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
import java.util.concurrent.atomic.AtomicLong;

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
  private final Map<String, JsonObject> payloads = new ConcurrentHashMap<>();
  private final AtomicLong sockets = new AtomicLong();

  @Override
  public Principal authenticate(
      String namespace, String connectionId, Handshake handshake, JsonObject auth) {
    // A device each: a socket that leaves late takes nothing of one that came back meanwhile.
    String device = connectionId + '-' + sockets.incrementAndGet();
    payloads.put(device, auth);
    return new Principal("anonymous", device, Optional.empty(), Optional.empty());
  }

  /** The payload of a socket that has just connected. */
  public JsonObject takePayload(ClientSocket socket) {
    JsonObject payload = payloads.remove(socket.principal().deviceId());
    return payload == null ? JsonValue.EMPTY_JSON_OBJECT : payload;
  }

  @Override
  public void released(String connectionId, Principal principal) {
    // One that never connected: its payload would stay for ever.
    payloads.remove(principal.deviceId());
  }
}
