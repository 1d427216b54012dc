package dev.parley.chat.globalroom.adapter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.chat.globalroom.control.Visitors;
import dev.parley.cluster.api.StandingRooms;
import dev.parley.gateway.api.Emitter;
import dev.parley.presence.api.Contacts;
import dev.parley.presence.api.RootNamespace;
import java.time.Duration;
import java.util.Set;

/**
 * Everybody who was in the global room lately shares a conversation, and a room of {@code /}.
 *
 * <p>Having been there is what counts, as membership of a conversation outlives a connection;
 * otherwise nobody would hear that somebody went offline.
 */
public final class RoomContacts implements Contacts, Visitors {
  static final String ROOM = "contacts:global-chat";

  private static final int MAX_USERS = 10_000;
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private final StandingRooms rooms;
  private final Emitter emitter;
  private final Cache<String, Boolean> lately =
      Caffeine.newBuilder()
          .maximumSize(MAX_USERS)
          .expireAfterWrite(AGAIN)
          .executor(Runnable::run)
          .build();

  public RoomContacts(StandingRooms rooms, Emitter emitter) {
    this.rooms = rooms;
    this.emitter = emitter;
    rooms.onLate((namespace, userId, late) -> late.forEach(room -> join(namespace, userId, room)));
  }

  @Override
  public void visited(String userId) {
    if (lately.asMap().putIfAbsent(userId, true) == null) {
      // Remembered first: a socket that comes too late for the one finds the other.
      rooms
          .add(RootNamespace.PATH, userId, ROOM)
          .whenComplete((done, away) -> join(RootNamespace.PATH, userId, ROOM));
    }
  }

  private void join(String namespace, String userId, String room) {
    emitter.join(namespace, RootNamespace.roomOf(userId), room);
  }

  @Override
  public Set<String> roomsOf(String userId) {
    return rooms.of(RootNamespace.PATH, userId);
  }

  @Override
  public Set<String> roomsOfComing(String userId) {
    return rooms.ofComing(RootNamespace.PATH, userId);
  }
}
