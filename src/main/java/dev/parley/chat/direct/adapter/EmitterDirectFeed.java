package dev.parley.chat.direct.adapter;

import dev.parley.chat.direct.boundary.DirectJson;
import dev.parley.chat.direct.boundary.DirectOutbound;
import dev.parley.chat.direct.control.DirectFeed;
import dev.parley.chat.direct.control.DirectMessage;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.Emitter.Once;
import dev.parley.gateway.api.Emitter.Options;
import dev.parley.gateway.api.Sent;
import dev.parley.presence.api.RootNamespace;
import java.util.List;
import java.util.Optional;

/** Direct messages as one event each, to the rooms of their two users. */
public final class EmitterDirectFeed implements DirectFeed {
  private final Emitter emitter;

  public EmitterDirectFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public Optional<Accepted> find(String from, String tempId) {
    return emitter.find(RootNamespace.PATH, key(from, tempId)).map(EmitterDirectFeed::accepted);
  }

  @Override
  public Accepted send(DirectMessage message, String exceptSocketId) {
    return accepted(
        Sent.await(
            emitter.send(
                RootNamespace.PATH,
                List.of(RootNamespace.roomOf(message.to()), RootNamespace.roomOf(message.from())),
                DirectOutbound.RECEIVED,
                DirectJson.arguments(message),
                Options.exceptSocket(exceptSocketId),
                Once.by(key(message.from(), message.tempId())))));
  }

  private static Accepted accepted(Sent sent) {
    return DirectJson.accepted(sent.arguments(), sent.pending());
  }

  // A tempId has no blank, so no two pairs make one key.
  private static String key(String from, String tempId) {
    return DirectOutbound.RECEIVED.wireName() + ' ' + from + ' ' + tempId;
  }
}
