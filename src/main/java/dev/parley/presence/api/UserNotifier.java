package dev.parley.presence.api;

import dev.parley.gateway.api.OutboundEvent;

/** Tells a user something, on every device that is connected; a CDI bean. Safe on any thread. */
public interface UserNotifier {
  /**
   * Sends an event to every socket that a user has in {@code /}, on any node; never blocks. A user
   * who has none is no error, and nothing is kept for later.
   *
   * @param event a row of {@code /}; see {@link RootEvents}
   * @param payload the record of the row
   */
  void notifyUser(String userId, OutboundEvent event, Record payload);
}
