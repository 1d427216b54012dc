package dev.parley.gateway.api;

import dev.parley.identity.api.Handshake;
import jakarta.json.JsonObject;

/** The gateway as a protocol sees it: a place to open sockets. */
public interface Gateway {
  /** Whether a namespace of this path exists. */
  boolean serves(String namespace);

  /**
   * Opens a socket; returns at once, and answers later through the link: {@code connected} or
   * {@code refused}.
   *
   * @param connectionId names the client connection that carries the socket
   * @param auth the CONNECT payload; empty when there was none
   */
  SocketInbox open(
      String namespace, String connectionId, Handshake handshake, JsonObject auth, SocketLink link);
}
