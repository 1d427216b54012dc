package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.ReplayLimit;
import dev.parley.gateway.dispatch.Missable.Broadcast;
import dev.parley.gateway.dispatch.Missable.Joining;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one socket missed, and the rooms it is in after that.
 *
 * @param events in order; of those that may replace each other the newest alone
 */
record Replay(List<Broadcast> events, Set<String> rooms) {
  Replay {
    events = List.copyOf(events);
    rooms = Set.copyOf(rooms);
  }

  /** Picks what is for a socket that was in these rooms when it went away. */
  static Replay of(List<Backlog.Entry> missed, String socketId, Set<String> rooms) {
    return new Replay(List.of(), rooms).and(missed, socketId);
  }

  /** The same with what the socket missed after that. */
  Replay and(List<Backlog.Entry> missed, String socketId) {
    Set<String> joined = new HashSet<>(rooms);
    List<Broadcast> all = new ArrayList<>(events);
    for (Backlog.Entry entry : missed) {
      if (entry.what() instanceof Joining joining) {
        if (joined.contains(joining.members())) {
          joined.add(joining.room());
        }
      } else if (entry.what() instanceof Broadcast broadcast && broadcast.isFor(socketId, joined)) {
        all.add(broadcast);
      }
    }
    return new Replay(newestOfEach(all), joined);
  }

  /** Whether a connection can take it at once. */
  boolean fits(ReplayLimit limit) {
    if (events.size() > limit.events()) {
      return false;
    }
    long left = limit.bytes();
    for (Broadcast missed : events) {
      left -= missed.wireBytes();
      if (left < 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Broadcast> newestOfEach(List<Broadcast> events) {
    Set<String> replaced = new HashSet<>();
    List<Broadcast> newest = new ArrayList<>(events.size());
    for (int i = events.size() - 1; i >= 0; i--) {
      String key = events.get(i).event().coalesceKey();
      if (key == null || replaced.add(key)) {
        newest.add(events.get(i));
      }
    }
    Collections.reverse(newest);
    return newest;
  }
}
