package dev.parley.bench.order;

/** How a client of the load generator talks to the server. */
public enum Transport {
  /** WebSocket from the start. */
  WEBSOCKET,
  /** Long polling, for good. */
  POLLING,
  /** Long polling, then an upgrade to WebSocket, as stock clients do. */
  UPGRADE,
  /** A bare WebSocket without Engine.IO and Socket.IO, for the endpoint to compare with. */
  BARE
}
