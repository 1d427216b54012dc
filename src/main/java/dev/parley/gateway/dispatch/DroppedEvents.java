package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Position;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Up to where a log is no longer kept: for each room the place of the last event that was dropped.
 *
 * <p>A socket whose rooms said nothing for hours lacks nothing of them, however much of others was
 * dropped meanwhile. Bounded: of rooms that were forgotten here it is only known that nothing was
 * dropped after a certain place. Not safe on several threads at once.
 */
final class DroppedEvents {
  private final int maxRooms;

  /** The rooms whose last dropped event is the oldest come first. */
  private final Map<String, Position> lastOfRoom = new LinkedHashMap<>();

  /** What lies up to here may have been for any room; NONE when that cannot be. */
  private Position floor = Position.NONE;

  DroppedEvents(int maxRooms) {
    this.maxRooms = maxRooms;
  }

  /** Nothing is known of what lies up to a position. */
  void allUpTo(Position position) {
    lastOfRoom.values().removeIf(last -> !last.isAfter(position));
    raise(position);
  }

  /** An event was dropped; the calls come in the order of the log. */
  void drop(Collection<String> rooms, Position position) {
    for (String room : rooms) {
      lastOfRoom.remove(room);
      lastOfRoom.put(room, position);
    }
    while (lastOfRoom.size() > maxRooms) {
      Map.Entry<String, Position> oldest = lastOfRoom.entrySet().iterator().next();
      raise(oldest.getValue());
      lastOfRoom.remove(oldest.getKey());
    }
  }

  /** Whether nothing was dropped that somebody in these rooms lacks, who has seen an offset. */
  boolean isNothingAfter(Position offset, Collection<String> rooms) {
    if (floor.isAfter(offset)) {
      return false;
    }
    for (String room : rooms) {
      Position last = lastOfRoom.get(room);
      if (last != null && last.isAfter(offset)) {
        return false;
      }
    }
    return true;
  }

  private void raise(Position position) {
    if (position.isAfter(floor)) {
      floor = position;
    }
  }
}
