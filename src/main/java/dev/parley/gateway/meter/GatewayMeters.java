package dev.parley.gateway.meter;

import java.util.function.LongSupplier;

/**
 * Takes what the gateway measures; safe on any thread, never blocks, cheap enough for every event.
 */
public interface GatewayMeters {
  /**
   * Adds to a counter.
   *
   * @param tagValue the value of the metric's tag; from a closed table, never from a client
   */
  void count(GatewayMetric counter, String tagValue, long amount);

  /**
   * Records a duration.
   *
   * @param tagValue the value of the metric's tag, or null where it has none
   */
  void time(GatewayMetric timer, String tagValue, long nanos);

  /** Sets where a gauge reads its value; called once a gauge, at start. */
  void gauge(GatewayMetric gauge, LongSupplier value);
}
