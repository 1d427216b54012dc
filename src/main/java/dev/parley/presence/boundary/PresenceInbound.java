package dev.parley.presence.boundary;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import java.util.Optional;

/** What clients send about presence, in {@code /}. */
public enum PresenceInbound implements InboundEvent {
  GET(
      "presence:get",
      PresenceQuery.class,
      EventLimit.QUERIES_PER_USER,
      "Asks for the status of up to 100 users."),
  SET(
      "presence:set",
      PresenceChange.class,
      EventLimit.QUERIES_PER_USER,
      "Says online or away for this socket; a user is away when all their sockets are.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final EventLimit limit;
  private final String summary;

  PresenceInbound(
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
    return Optional.of(limit);
  }

  @Override
  public String summary() {
    return summary;
  }
}
