package dev.parley.gateway.dispatch;

import java.util.HashSet;
import java.util.Set;

/** The rooms of one socket, kept in step with the hub; safe on any thread. */
final class SocketRooms {
  private final String namespace;
  private final RoomMember member;
  private final Hub hub;
  private final Set<String> joined = new HashSet<>();
  private boolean closed;

  SocketRooms(String namespace, RoomMember member, Hub hub) {
    this.namespace = namespace;
    this.member = member;
    this.hub = hub;
  }

  /** Without effect once closed, so a handler that comes late leaves nothing behind. */
  synchronized void join(String room) {
    if (!closed && joined.add(room)) {
      hub.join(namespace, room, member);
    }
  }

  synchronized void leave(String room) {
    if (joined.remove(room)) {
      hub.leave(namespace, room, member);
    }
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
