package dev.parley.chat.globalroom.adapter;

import dev.parley.chat.globalroom.boundary.GlobalChatNamespace;
import dev.parley.chat.globalroom.boundary.GlobalChatOutbound;
import dev.parley.chat.globalroom.boundary.MessageJson;
import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.gateway.api.LogListener;

/** Keeps the history as the log of the namespace brings it. */
public final class RoomLog implements LogListener {
  private final GlobalMessages messages;

  public RoomLog(GlobalMessages messages) {
    this.messages = messages;
  }

  @Override
  public String namespace() {
    return GlobalChatNamespace.PATH;
  }

  @Override
  public void logged(LoggedMessage logged) {
    if (logged.message() instanceof RoomEvent event
        && event.event().equals(GlobalChatOutbound.MESSAGE.wireName())) {
      messages.add(MessageJson.message(event.numberedArguments(), event.attachments()));
    }
  }
}
