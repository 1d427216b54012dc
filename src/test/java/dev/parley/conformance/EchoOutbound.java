package dev.parley.conformance;

import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.outbound.Delivery;

/** The two events that the suites wait for. */
enum EchoOutbound implements OutboundEvent {
  AUTH("auth", "The CONNECT payload, right after CONNECT."),
  MESSAGE_BACK("message-back", "The arguments of a message.");

  private final String wireName;
  private final String summary;

  EchoOutbound(String wireName, String summary) {
    this.wireName = wireName;
    this.summary = summary;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public Class<?> payload() {
    return InboundEvent.RawArguments.class;
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
