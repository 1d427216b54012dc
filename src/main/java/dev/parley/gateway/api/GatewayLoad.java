package dev.parley.gateway.api;

/** How much the gateway of this node has at hand; safe on any thread, never blocks. */
public interface GatewayLoad {
  /** Sockets that are connected. */
  long sockets();

  /** Events that were taken from clients and whose handlers have not ended. */
  long eventsInWork();
}
