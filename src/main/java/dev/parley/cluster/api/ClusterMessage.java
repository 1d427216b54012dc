package dev.parley.cluster.api;

import dev.parley.outbound.Delivery;
import java.util.List;

/** What one node tells all; a closed set, so that each receiver handles every kind. */
public sealed interface ClusterMessage {
  /** The key of order: messages of the same key reach every node's sockets in one order. */
  String orderKey();

  /** The log that it lies in; messages of one order key lie in one log. */
  String log();

  /**
   * An event for the sockets of a room.
   *
   * @param arguments the JSON arguments after the event name, comma-separated, no brackets
   * @param exceptSocketId the socket that is left out, or null
   * @param coalesceKey null unless the delivery is coalescible
   */
  record RoomEvent(
      String namespace,
      String room,
      String event,
      String arguments,
      List<byte[]> attachments,
      Delivery delivery,
      String coalesceKey,
      String exceptSocketId)
      implements ClusterMessage {
    public RoomEvent {
      attachments = List.copyOf(attachments);
    }

    @Override
    public String orderKey() {
      return namespace + '\n' + room;
    }

    @Override
    public String log() {
      return namespace;
    }
  }
}
