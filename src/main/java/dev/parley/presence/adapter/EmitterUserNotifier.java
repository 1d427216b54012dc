package dev.parley.presence.adapter;

import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.api.UserNotifier;

/** Tells a user through the room that all of their sockets are in. */
public final class EmitterUserNotifier implements UserNotifier {
  private final Emitter emitter;

  public EmitterUserNotifier(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public void notifyUser(String userId, OutboundEvent event, Record payload) {
    emitter.toRoom(RootNamespace.PATH, RootNamespace.roomOf(userId), event, payload);
  }
}
