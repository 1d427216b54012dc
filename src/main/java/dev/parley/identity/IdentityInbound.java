package dev.parley.identity;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import java.util.Optional;

/** What clients send about their identity, in every namespace. */
enum IdentityInbound implements InboundEvent {
  AUTH_REFRESH(
      "auth:refresh",
      AuthRefresh.class,
      "Replaces the token by a newer one of the same user, for all sockets of the connection.");

  private final String wireName;
  private final Class<? extends Record> payload;
  private final String summary;

  IdentityInbound(String wireName, Class<? extends Record> payload, String summary) {
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
    return Optional.empty();
  }

  @Override
  public String summary() {
    return summary;
  }
}
