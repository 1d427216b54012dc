package dev.parley.presence.control;

import java.time.Instant;
import java.util.Collection;

/** Tells users about another one; never blocks, and a receiver who is gone is no error. */
public interface FriendFeed {
  void online(Collection<String> toUserIds, String userId, Instant at);

  void offline(Collection<String> toUserIds, String userId, Instant at);
}
