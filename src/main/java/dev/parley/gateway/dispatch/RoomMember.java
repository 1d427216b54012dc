package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.EncodedEvent;

/** A socket, as the hub needs it. */
interface RoomMember {
  String id();

  /** As {@link SocketRooms#join}. */
  void join(String room);

  /** Takes an event; never blocks. False when it went nowhere. */
  boolean deliver(EncodedEvent event);
}
