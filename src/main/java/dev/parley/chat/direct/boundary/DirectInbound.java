package dev.parley.chat.direct.boundary;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import java.util.Optional;

/** What clients send for direct messages, in {@code /}. */
public enum DirectInbound implements InboundEvent {
  SEND(
      "message:send",
      SendRequest.class,
      "Sends a message to every device of a user who is connected; otherwise not_found.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final String summary;

  DirectInbound(String wireName, Class<? extends Record> payload, String summary) {
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
  public Access access() {
    return Access.USER;
  }

  @Override
  public Optional<EventLimit> limit() {
    return Optional.of(EventLimit.MESSAGES_PER_USER);
  }

  @Override
  public String summary() {
    return summary;
  }
}
