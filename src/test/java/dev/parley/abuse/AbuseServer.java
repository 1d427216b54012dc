package dev.parley.abuse;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ServerSetup;

/**
 * The product with short time-outs, so that abuse which is ended by one does not take long.
 *
 * <p>Who answers no ping is gone after seven seconds, and who answers them and connects to nothing
 * after eight: a flood has to be open before the first of it goes, on a busy machine as well.
 */
final class AbuseServer implements ServerSetup {
  static final int CONNECTIONS_PER_ADDRESS = 60;

  @Override
  public void configure(LibertyServer.Builder server) {
    server
        .config("parley.engine.ping-interval", "4s")
        .config("parley.engine.ping-timeout", "3s")
        .config("parley.engine.message-timeout", "1s")
        .config("parley.engine.upgrade-timeout", "1s")
        .config("parley.engine.send-timeout", "1s")
        .config("parley.socketio.connect-timeout", "8s")
        .config("parley.socketio.attachment-timeout", "1s")
        .config("parley.presence.grace", "0s")
        .config("parley.http.allowed-origins", "https://chat.example")
        .config("parley.limits.connections-per-ip", Integer.toString(CONNECTIONS_PER_ADDRESS))
        // The bystander and the floods say more than a person does.
        .config("parley.limits.global-chat-messages-per-user", "1000000");
  }
}
