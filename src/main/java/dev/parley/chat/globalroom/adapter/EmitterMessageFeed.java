package dev.parley.chat.globalroom.adapter;

import dev.parley.chat.globalroom.boundary.GlobalChatNamespace;
import dev.parley.chat.globalroom.boundary.GlobalChatOutbound;
import dev.parley.chat.globalroom.boundary.MessageJson;
import dev.parley.chat.globalroom.control.MessageFeed;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.Emitter.Once;
import dev.parley.gateway.api.Emitter.Options;
import dev.parley.gateway.api.Sent;
import java.util.List;

/** Messages as events to {@code global-chat-room}, numbered by the log. */
public final class EmitterMessageFeed implements MessageFeed {
  private static final String COUNTER = "global-chat";

  private final Emitter emitter;

  public EmitterMessageFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public Accepted post(GlobalMessage message) {
    Sent sent =
        Sent.await(
            emitter.send(
                GlobalChatNamespace.PATH,
                List.of(GlobalChatNamespace.ROOM),
                GlobalChatOutbound.MESSAGE,
                MessageJson.arguments(message),
                Options.NONE,
                new Once(key(message), COUNTER, MessageJson.NUMBER)));
    return new Accepted(
        sent.repeated()
            ? MessageJson.message(sent.arguments(), List.of())
            : message.at(sent.number()),
        sent.pending());
  }

  // A tempId has no blank, so no two pairs make one key.
  private static String key(GlobalMessage message) {
    return GlobalChatOutbound.MESSAGE.wireName()
        + ' '
        + message.sender().userId()
        + ' '
        + message.tempId();
  }
}
