package dev.parley.chat.globalroom.boundary;

import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;

/** What the server sends in {@code /global-chat}. */
public enum GlobalChatOutbound implements OutboundEvent {
  MESSAGE(
      "chat:message",
      ChatMessage.class,
      Delivery.ORDERED,
      "Somebody said something; the sender's own sockets get it too, in the same order."),
  USER_JOINED(
      "user:joined",
      UserJoined.class,
      Delivery.ORDERED,
      "A user came in with their first socket; they see it too. In a rush only online:count"
          + " is told."),
  USER_LEFT(
      "user:left",
      UserLeft.class,
      Delivery.ORDERED,
      "A user's last socket is gone and none came back at once. In a rush only online:count"
          + " is told."),
  ONLINE_COUNT(
      "online:count",
      OnlineCount.class,
      Delivery.COALESCIBLE,
      "The number of users changed; also the answer to online:count without an ack."),
  ONLINE_USERS(
      "online:users",
      OnlineUsers.class,
      Delivery.ORDERED,
      "The answer to online:users without an ack."),
  HISTORY(
      "chat:history",
      History.class,
      Delivery.ORDERED,
      "The answer to chat:history without an ack.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final Delivery delivery;
  private final String summary;

  GlobalChatOutbound(
      String wireName, Class<? extends Record> payload, Delivery delivery, String summary) {
    this.wireName = wireName;
    this.payload = payload;
    this.delivery = delivery;
    this.summary = summary;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public Class<? extends Record> payload() {
    return payload;
  }

  @Override
  public Delivery delivery() {
    return delivery;
  }

  @Override
  public String summary() {
    return summary;
  }
}
