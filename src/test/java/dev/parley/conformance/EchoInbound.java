package dev.parley.conformance;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import java.util.Optional;

/** The two events that the suites send. */
enum EchoInbound implements InboundEvent {
  MESSAGE("message", "Sends the same arguments back as an event."),
  MESSAGE_WITH_ACK("message-with-ack", "Acknowledges with the same arguments.");

  private final String wireName;
  private final String summary;

  EchoInbound(String wireName, String summary) {
    this.wireName = wireName;
    this.summary = summary;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public Class<? extends Record> payload() {
    return RawArguments.class;
  }

  @Override
  public Access access() {
    return Access.ANYONE;
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
