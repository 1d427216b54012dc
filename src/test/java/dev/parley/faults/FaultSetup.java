package dev.parley.faults;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ServerSetup;
import java.util.Map;

/** A node whose limits the load does not reach. */
final class FaultSetup implements ServerSetup {
  static final Map<String, String> LIMITS =
      Map.of(
          "parley.limits.events-per-socket", "100000",
          "parley.limits.messages-per-user", "100000",
          "parley.limits.global-chat-messages-per-user", "100000",
          "parley.limits.queries-per-user", "100000",
          "parley.limits.connections-per-user", "10000",
          "parley.limits.connections-per-ip", "10000",
          "parley.gateway.log-events", "failures");

  @Override
  public void configure(LibertyServer.Builder server) {
    server.config(LIMITS);
  }
}
