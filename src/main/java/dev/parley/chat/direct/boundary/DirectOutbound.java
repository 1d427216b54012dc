package dev.parley.chat.direct.boundary;

import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;

/** What the server sends for direct messages, in {@code /}. */
public enum DirectOutbound implements OutboundEvent {
  RECEIVED(
      "message:received",
      ReceivedMessage.class,
      "A message for this user, or one that the user sent from another device.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final String summary;

  DirectOutbound(String wireName, Class<? extends Record> payload, String summary) {
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
