package dev.parley.chat.direct.adapter;

import dev.parley.chat.direct.boundary.DirectJson;
import dev.parley.chat.direct.boundary.DirectOutbound;
import dev.parley.chat.direct.control.DirectFeed;
import dev.parley.chat.direct.control.DirectMessage;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Emitter;
import dev.parley.presence.api.RootNamespace;

/** Direct messages as events to the rooms of their two users. */
public final class EmitterDirectFeed implements DirectFeed {
  private final Emitter emitter;

  public EmitterDirectFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public void received(DirectMessage message, String exceptSocketId) {
    Arguments arguments = DirectJson.arguments(message);
    Emitter.Options options = new Emitter.Options(exceptSocketId, null);
    emit(message.to(), arguments, options);
    if (!message.from().equals(message.to())) {
      emit(message.from(), arguments, options);
    }
  }

  private void emit(String userId, Arguments arguments, Emitter.Options options) {
    emitter.toRoom(
        RootNamespace.PATH,
        RootNamespace.roomOf(userId),
        DirectOutbound.RECEIVED,
        arguments,
        options);
  }
}
