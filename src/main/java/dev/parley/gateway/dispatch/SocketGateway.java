package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.identity.api.Handshake;
import jakarta.json.JsonObject;

/** Opens sockets in the namespaces of the catalog. */
final class SocketGateway implements Gateway {
  private final NamespaceCatalog catalog;
  private final GatewayParts parts;

  SocketGateway(NamespaceCatalog catalog, GatewayParts parts) {
    this.catalog = catalog;
    this.parts = parts;
  }

  @Override
  public boolean serves(String namespace) {
    return catalog.find(namespace).isPresent();
  }

  @Override
  public SocketInbox open(
      String namespace,
      String connectionId,
      Handshake handshake,
      JsonObject auth,
      SocketLink link) {
    Namespace served =
        catalog
            .find(namespace)
            .orElseThrow(() -> new IllegalArgumentException("no namespace " + namespace));
    GatewaySocket socket = new GatewaySocket(served, connectionId, handshake, link, parts);
    socket.open(auth);
    return socket;
  }
}
