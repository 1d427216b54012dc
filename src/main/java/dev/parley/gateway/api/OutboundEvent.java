package dev.parley.gateway.api;

import dev.parley.outbound.Delivery;

/** One row of a feature's table of events that the server sends. */
public interface OutboundEvent {
  String wireName();

  /** The record of its first argument. */
  Class<?> payload();

  Delivery delivery();

  /** When it is sent, in one sentence. */
  String summary();
}
