package dev.parley.gateway.probe;

import dev.parley.gateway.api.Access;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.InboundEvent;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** Events of the probe. */
enum ProbeEvent implements InboundEvent {
  GREET("probe:greet", Access.ANYONE, Optional.empty()),
  FAIL("probe:fail", Access.ANYONE, Optional.empty()),
  ADMIN("probe:admin", Access.ADMIN, Optional.empty()),
  LIMITED("probe:limited", Access.ANYONE, Optional.of(EventLimit.GLOBAL_CHAT_MESSAGES_PER_USER));

  private final String wireName;
  private final Access access;
  private final Optional<EventLimit> limit;

  ProbeEvent(String wireName, Access access, Optional<EventLimit> limit) {
    this.wireName = wireName;
    this.access = access;
    this.limit = limit;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public Class<? extends Record> payload() {
    return Greeting.class;
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public Optional<EventLimit> limit() {
    return limit;
  }

  @Override
  public String summary() {
    return "For tests.";
  }

  /** What the probe takes and gives back. */
  public record Greeting(@NotNull @Size(max = 10) String text) {}
}
