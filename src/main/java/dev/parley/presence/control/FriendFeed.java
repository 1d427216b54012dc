package dev.parley.presence.control;

import java.time.Instant;

/** Tells one user about another; never blocks, and a receiver who is gone is no error. */
public interface FriendFeed {
  void online(String toUserId, String userId, Instant at);

  void offline(String toUserId, String userId, Instant at);
}
