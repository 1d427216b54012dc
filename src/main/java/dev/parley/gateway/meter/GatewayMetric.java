package dev.parley.gateway.meter;

import java.util.Optional;

/**
 * Every metric of the gateway; names, kinds and tags are contract.
 *
 * <p>A tag's values come from tables of the code (wire names, codes), never from a client.
 */
public enum GatewayMetric {
  CONNECTIONS(
      "socket_connections_total",
      Kind.COUNTER,
      "status",
      "Sockets that asked to connect: `connected`, `refused`, or `abandoned` when the client left"
          + " before it had an answer."),
  CONNECTIONS_ACTIVE(
      "socket_connections_active",
      Kind.GAUGE,
      null,
      "Sockets that are connected now; each namespace of a connection has its own."),
  CONNECTION_DURATION(
      "socket_connection_duration_seconds",
      Kind.TIMER,
      null,
      "How long a socket was connected, taken when it ends."),
  DISCONNECTIONS(
      "socket_disconnections_total",
      Kind.COUNTER,
      "reason",
      "Sockets that were connected and ended, by the label of the close code."),
  RECONNECTIONS(
      "socket_reconnections_total",
      Kind.COUNTER,
      "outcome",
      "Sockets whose client wanted to take up an earlier one: `recovered`, or `anew` when it could"
          + " not be had, or not all that was missed."),
  MESSAGES_RECEIVED(
      "socket_messages_received_total",
      Kind.COUNTER,
      "event",
      "Events that clients sent, whatever became of them; `unknown` for all names without a row."),
  EVENT_DURATION(
      "socket_event_duration_seconds",
      Kind.TIMER,
      "event",
      "From the moment an event was read until it was handled: its wait in the lane included."),
  ERRORS(
      "socket_errors_total",
      Kind.COUNTER,
      "type",
      "Events that were answered with an error, by its code."),
  MESSAGES_SENT(
      "socket_messages_sent_total",
      Kind.COUNTER,
      "event",
      "Events handed to the writers of sockets; a broadcast counts once for each receiver."),
  LANE_EVENTS(
      "socket_lane_queue_events",
      Kind.GAUGE,
      null,
      "Events that wait in the lanes of all sockets, those at work included."),
  ACKS_PENDING(
      "socket_acks_pending", Kind.GAUGE, null, "Events to clients whose ack is still awaited.");

  /** What a metric can do. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  private final String exportedName;
  private final Kind kind;
  private final String tag;
  private final String description;

  GatewayMetric(String exportedName, Kind kind, String tag, String description) {
    this.exportedName = exportedName;
    this.kind = kind;
    this.tag = tag;
    this.description = description;
  }

  /** The name as {@code /metrics} prints it; timers add {@code _count}, {@code _sum} and so on. */
  public String exportedName() {
    return exportedName;
  }

  public Kind kind() {
    return kind;
  }

  /** The one tag, where there is one. */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  public String description() {
    return description;
  }
}
