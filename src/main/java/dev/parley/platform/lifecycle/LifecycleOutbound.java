package dev.parley.platform.lifecycle;

import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;

/** What a node that drains says, in every namespace. */
enum LifecycleOutbound implements OutboundEvent {
  MAINTENANCE(
      "server:maintenance",
      ServerMaintenance.class,
      "This node is about to stop. Until it closes the connection everything works as before."),
  SHUTDOWN(
      "server:shutdown",
      ServerShutdown.class,
      "This node closes the connection within seconds; the client should come back, after delayMs"
          + " from the close, and is then served by another node.");

  private final String wireName;
  private final Class<?> payload;
  private final String summary;

  LifecycleOutbound(String wireName, Class<?> payload, String summary) {
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
