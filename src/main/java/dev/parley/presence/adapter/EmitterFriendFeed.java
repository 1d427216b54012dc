package dev.parley.presence.adapter;

import dev.parley.gateway.api.Emitter;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.boundary.FriendPresence;
import dev.parley.presence.boundary.PresenceOutbound;
import dev.parley.presence.control.FriendFeed;
import java.time.Instant;
import java.util.Set;

/** Tells friends through the rooms that they share with the user in {@code /}. */
public final class EmitterFriendFeed implements FriendFeed {
  private final Emitter emitter;

  public EmitterFriendFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public void online(Set<String> rooms, String userId, Instant at) {
    tell(rooms, PresenceOutbound.FRIEND_ONLINE, new FriendPresence(userId, at));
  }

  @Override
  public void offline(Set<String> rooms, String userId, Instant at) {
    tell(rooms, PresenceOutbound.FRIEND_OFFLINE, new FriendPresence(userId, at));
  }

  private void tell(Set<String> rooms, PresenceOutbound event, FriendPresence payload) {
    emitter.toRooms(
        RootNamespace.PATH,
        rooms,
        event,
        payload,
        Emitter.Options.exceptRoom(RootNamespace.roomOf(payload.userId())));
  }
}
