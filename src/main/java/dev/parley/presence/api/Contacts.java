package dev.parley.presence.api;

import java.util.Set;

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
  Set<String> roomsOf(String userId);

  /** The same, for a socket that came: it is let into those that are not known now later on. */
  default Set<String> roomsOfComing(String userId) {
    return roomsOf(userId);
  }
}
