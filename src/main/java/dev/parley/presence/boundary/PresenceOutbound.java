package dev.parley.presence.boundary;

import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;

/** What the server sends about presence, in {@code /}. */
public enum PresenceOutbound implements OutboundEvent {
  FRIEND_ONLINE(
      "friend:online",
      FriendPresence.class,
      "Somebody who shares a conversation with this user came online."),
  FRIEND_OFFLINE(
      "friend:offline",
      FriendPresence.class,
      "Somebody who shares a conversation with this user went offline, and stayed so for a"
          + " moment."),
  STATUSES("presence:get", Statuses.class, "The answer to presence:get without an ack.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final String summary;

  PresenceOutbound(String wireName, Class<? extends Record> payload, String summary) {
    this.wireName = wireName;
    this.payload = payload;
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
    return Delivery.ORDERED;
  }

  @Override
  public String summary() {
    return summary;
  }
}
