package dev.parley.identity;

import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;

/** What the server says in every namespace. */
enum IdentityOutbound implements OutboundEvent {
  AUTHENTICATED(
      "authenticated", Authenticated.class, "The first event of a socket that has a token."),
  AUTH_EXPIRING(
      "auth:expiring",
      AuthExpiring.class,
      "The token is about to expire; auth:refresh keeps the socket."),
  ERROR(
      "error",
      ErrorReply.class,
      "Something failed that no ack can tell: an event without an ack, or the socket itself.");

  private final String wireName;
  private final Class<?> payload;
  private final String summary;

  IdentityOutbound(String wireName, Class<?> payload, String summary) {
    this.wireName = wireName;
    this.payload = payload;
    this.summary = summary;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public Class<?> payload() {
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
