package dev.parley.chat.globalroom.adapter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.chat.globalroom.control.Visitors;
import dev.parley.presence.api.Contacts;
import java.util.Collections;
import java.util.Set;

/**
 * Everybody who was in the global room while this node runs shares a conversation.
 *
 * <p>Having been there is what counts, as membership of a conversation outlives a connection;
 * otherwise nobody would hear that somebody went offline. The least recent go first over the bound.
 */
public final class RoomContacts implements Contacts, Visitors {
  private static final int MAX_USERS = 10_000;

  private final Cache<String, Boolean> visitors =
      Caffeine.newBuilder().maximumSize(MAX_USERS).build();

  // A view: a copy for everybody who comes or goes would cost more than telling them.
  private final Set<String> everybody = Collections.unmodifiableSet(visitors.asMap().keySet());

  @Override
  public void visited(String userId) {
    visitors.put(userId, true);
  }

  @Override
  public Set<String> of(String userId) {
    return visitors.getIfPresent(userId) == null ? Set.of() : everybody;
  }
}
