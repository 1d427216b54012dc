package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.outbound.Utf8;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a socket that is away for a while misses of its namespace. */
sealed interface Missable {
  /** What it takes in memory, roughly. */
  long sizeBytes();

  /** The rooms whose sockets miss it. */
  Collection<String> concerned();

  /**
   * An event for the sockets in some rooms.
   *
   * @param exceptSocketId the socket that is left out, or null
   * @param exceptRoom whose sockets are left out, or null
   * @param event encoded once for all who are here, and once more for those who come back
   */
  record Broadcast(List<String> rooms, String exceptSocketId, String exceptRoom, EncodedEvent event)
      implements Missable {
    private static final int OBJECTS_BYTES = 512;
    // Packet type, namespace, brackets and the offset.
    private static final int FRAME_BYTES = 64;

    static Broadcast of(RoomEvent event, String offset) {
      return new Broadcast(
          event.rooms(),
          event.exceptSocketId(),
          event.exceptRoom(),
          new EncodedEvent(
              event.namespace(),
              event.event(),
              event.numberedArguments(),
              event.attachments(),
              event.delivery(),
              event.coalesceKey(),
              offset));
    }

    boolean isFor(String socketId, Set<String> socketsRooms) {
      return !socketId.equals(exceptSocketId)
          && (exceptRoom == null || !socketsRooms.contains(exceptRoom))
          && !Collections.disjoint(socketsRooms, rooms);
    }

    /** What it takes on the wire; a little less than that. */
    long wireBytes() {
      long bytes = (long) FRAME_BYTES + event.event().length() + Utf8.length(event.arguments());
      for (byte[] attachment : event.attachments()) {
        bytes += attachment.length;
      }
      return bytes;
    }

    @Override
    public Collection<String> concerned() {
      return rooms;
    }

    @Override
    public long sizeBytes() {
      // The arguments, and each wire format's text with them in it.
      long bytes = OBJECTS_BYTES + 3L * event.arguments().length();
      for (byte[] attachment : event.attachments()) {
        bytes += attachment.length;
      }
      return bytes;
    }
  }

  /** The sockets in a room joined another one. */
  record Joining(String members, String room) implements Missable {
    @Override
    public Collection<String> concerned() {
      return List.of(members);
    }

    @Override
    public long sizeBytes() {
      return 128;
    }
  }
}
