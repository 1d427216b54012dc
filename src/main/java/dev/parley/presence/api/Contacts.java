package dev.parley.presence.api;

import java.util.Set;

/**
 * Who shares a conversation with whom; implemented by the features that have conversations.
 *
 * <p>Decides who hears that a user came or went. May block; a failure drops the announcement.
 */
public interface Contacts {
  /**
   * The users who share a conversation with this one; may hold the user, too.
   *
   * @return read-only; it may change while it is read
   */
  Set<String> of(String userId);
}
