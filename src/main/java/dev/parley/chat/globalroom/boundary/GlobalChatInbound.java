package dev.parley.chat.globalroom.boundary;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import java.util.Optional;

/** What clients send in {@code /global-chat}. */
public enum GlobalChatInbound implements InboundEvent {
  MESSAGE(
      "chat:message",
      PostRequest.class,
      EventLimit.GLOBAL_CHAT_MESSAGES_PER_USER,
      "Says something to everyone; a retry with the same tempId gets the first answer."),
  HISTORY(
      "chat:history",
      HistoryRequest.class,
      null,
      "Asks for the newest messages, or those before a seq; oldest first, 50 unless told."),
  ONLINE_COUNT(
      "online:count",
      NoPayload.class,
      EventLimit.QUERIES_PER_USER,
      "Asks how many users are in the room."),
  ONLINE_USERS(
      "online:users", NoPayload.class, EventLimit.QUERIES_PER_USER, "Asks who is in the room.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final EventLimit limit;
  private final String summary;

  GlobalChatInbound(
      String wireName, Class<? extends Record> payload, EventLimit limit, String summary) {
    this.wireName = wireName;
    this.payload = payload;
    this.limit = limit;
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
    return Optional.ofNullable(limit);
  }

  @Override
  public String summary() {
    return summary;
  }
}
