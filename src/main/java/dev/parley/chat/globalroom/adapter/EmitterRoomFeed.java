package dev.parley.chat.globalroom.adapter;

import dev.parley.chat.globalroom.boundary.GlobalChatNamespace;
import dev.parley.chat.globalroom.boundary.GlobalChatOutbound;
import dev.parley.chat.globalroom.boundary.OnlineCount;
import dev.parley.chat.globalroom.boundary.UserJoined;
import dev.parley.chat.globalroom.boundary.UserLeft;
import dev.parley.chat.globalroom.control.RoomFeed;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.gateway.api.Emitter;
import java.time.Instant;

/** The room's feed as events to {@code global-chat-room}. */
public final class EmitterRoomFeed implements RoomFeed {
  private final Emitter emitter;

  public EmitterRoomFeed(Emitter emitter) {
    this.emitter = emitter;
  }

  @Override
  public void joined(Participant participant, Instant at) {
    tell(
        GlobalChatOutbound.USER_JOINED,
        new UserJoined(participant.userId(), participant.name(), at));
  }

  @Override
  public void left(Participant participant, Instant at) {
    tell(GlobalChatOutbound.USER_LEFT, new UserLeft(participant.userId(), participant.name(), at));
  }

  @Override
  public void countChanged(int users) {
    tell(GlobalChatOutbound.ONLINE_COUNT, new OnlineCount(users));
  }

  private void tell(GlobalChatOutbound event, Record payload) {
    emitter.toRoom(GlobalChatNamespace.PATH, GlobalChatNamespace.ROOM, event, payload);
  }
}
