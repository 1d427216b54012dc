package dev.parley.e2e;

import java.util.Locale;

/** The ways in which a published client may reach the server. */
enum TransportMode {
  POLLING("polling"),
  WEBSOCKET("websocket"),
  UPGRADE("polling", "websocket");

  private final String[] transports;

  TransportMode(String... transports) {
    this.transports = transports;
  }

  String[] transports() {
    return transports.clone();
  }

  /** What the connection runs over once it has settled. */
  String settled() {
    return transports[transports.length - 1];
  }

  /** The name that the Node.js scripts know. */
  String scriptName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
