package dev.parley.gateway.dispatch;

import java.util.HashSet;
import java.util.Set;

/** The rooms of one socket, kept in step with the hub; safe on any thread. */
final class SocketRooms {
  // Most sockets are in two rooms or three, and there are many sockets.
  private static final int FEW = 4;

  private final String namespace;
  private final RoomMember member;
  private final Hub hub;
  private final Set<String> joined = new HashSet<>(FEW);
  private boolean closed;

  SocketRooms(String namespace, RoomMember member, Hub hub) {
    this.namespace = namespace;
    this.member = member;
    this.hub = hub;
  }

  /**
   * Joins; false when it is in already.
   *
   * <p>Without effect once closed, so a handler that comes late leaves nothing behind.
   */
  synchronized boolean join(String room) {
    if (closed || !joined.add(room)) {
      return false;
    }
    hub.join(namespace, room, member);
    return true;
  }

  /** False when it was not in the room. */
  synchronized boolean leave(String room) {
    if (!joined.remove(room)) {
      return false;
    }
    hub.leave(namespace, room, member);
    return true;
  }

  synchronized Set<String> names() {
    return Set.copyOf(joined);
  }

  synchronized void close() {
    closed = true;
    joined.forEach(room -> hub.leave(namespace, room, member));
    joined.clear();
  }
}
