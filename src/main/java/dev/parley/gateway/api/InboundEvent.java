package dev.parley.gateway.api;

import java.util.Optional;

/**
 * One row of a feature's table of events that clients send.
 *
 * <p>Implemented by an enum per feature; {@code docs/EVENTS.md} is made of these rows.
 */
public interface InboundEvent {
  String wireName();

  /**
   * The record that the first argument is bound to and validated as; {@link NoPayload} for none,
   * {@link RawArguments} for a handler that takes the arguments as they came.
   */
  Class<? extends Record> payload();

  Access access();

  /** The limit per user that counts this event, beside the one per socket that counts all. */
  Optional<EventLimit> limit();

  /** What it does, in one sentence. */
  String summary();

  /** The payload of an event that has none; extra arguments are ignored. */
  record NoPayload() {}

  /** The arguments as they came. */
  record RawArguments(Arguments arguments) {}
}
