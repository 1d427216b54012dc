package dev.parley.presence.adapter;

import dev.parley.gateway.api.Emitter;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.boundary.FriendPresence;
import dev.parley.presence.boundary.PresenceOutbound;
import dev.parley.presence.control.FriendFeed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Tells friends through their rooms in {@code /}. */
public final class EmitterFriendFeed implements FriendFeed {
  private final Emitter emitter;

  public EmitterFriendFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public void online(Collection<String> toUserIds, String userId, Instant at) {
    tell(toUserIds, PresenceOutbound.FRIEND_ONLINE, new FriendPresence(userId, at));
  }

  @Override
  public void offline(Collection<String> toUserIds, String userId, Instant at) {
    tell(toUserIds, PresenceOutbound.FRIEND_OFFLINE, new FriendPresence(userId, at));
  }

  private void tell(Collection<String> toUserIds, PresenceOutbound event, FriendPresence payload) {
    List<String> rooms = toUserIds.stream().map(RootNamespace::roomOf).toList();
    emitter.toRooms(RootNamespace.PATH, rooms, event, payload);
  }
}
