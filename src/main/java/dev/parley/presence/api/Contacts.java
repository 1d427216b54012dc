package dev.parley.presence.api;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Who shares a conversation with whom; implemented by the features that have conversations.
 *
 * <p>Decides who hears that a user came or went. May block; a failure drops the announcement.
 */
public interface Contacts {
  /**
   * Rooms of {@code /} with the sockets of those who share a conversation with this user; the
   * user's own may be among them. Each socket of the user is let into them when it comes.
   */
  default Set<String> roomsOf(String userId) {
    return roomsOf(userId, late -> {});
  }

  /**
   * The same, for a socket that came.
   *
   * @param later gets them again when not all could be known now; at most once, on any thread
   */
  Set<String> roomsOf(String userId, Consumer<Set<String>> later);
}
