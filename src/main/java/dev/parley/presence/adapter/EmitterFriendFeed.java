package dev.parley.presence.adapter;

import dev.parley.gateway.api.Emitter;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.boundary.FriendPresence;
import dev.parley.presence.boundary.PresenceOutbound;
import dev.parley.presence.control.FriendFeed;
import java.time.Instant;

/** Tells friends through their rooms in {@code /}. */
public final class EmitterFriendFeed implements FriendFeed {
  private final Emitter emitter;

  public EmitterFriendFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public void online(String toUserId, String userId, Instant at) {
    tell(toUserId, PresenceOutbound.FRIEND_ONLINE, new FriendPresence(userId, at));
  }

  @Override
  public void offline(String toUserId, String userId, Instant at) {
    tell(toUserId, PresenceOutbound.FRIEND_OFFLINE, new FriendPresence(userId, at));
  }

  private void tell(String toUserId, PresenceOutbound event, FriendPresence payload) {
    emitter.toRoom(RootNamespace.PATH, RootNamespace.roomOf(toUserId), event, payload);
  }
}
