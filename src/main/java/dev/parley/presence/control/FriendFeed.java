package dev.parley.presence.control;

import java.time.Instant;
import java.util.Set;

/** Tells those in rooms about a user, and not the user; never blocks. */
public interface FriendFeed {
  void online(Set<String> rooms, String userId, Instant at);

  void offline(Set<String> rooms, String userId, Instant at);
}
