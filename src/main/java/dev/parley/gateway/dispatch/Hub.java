package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rooms of this node, and who is in them.
 *
 * <p>Safe on any thread, never blocks. A room exists while somebody is in it. Each socket keeps its
 * own list of rooms, so leaving them all costs no search here.
 */
final class Hub {
  private static final Logger LOG = System.getLogger(Hub.class.getName());

  private final Map<RoomKey, Set<RoomMember>> rooms = new ConcurrentHashMap<>();
  private final GatewayMeters meters;

  Hub(GatewayMeters meters) {
    this.meters = meters;
  }

  void join(String namespace, String room, RoomMember member) {
    rooms.compute(
        new RoomKey(namespace, room),
        (key, members) -> {
          Set<RoomMember> joined = members == null ? ConcurrentHashMap.newKeySet() : members;
          joined.add(member);
          return joined;
        });
  }

  void leave(String namespace, String room, RoomMember member) {
    rooms.computeIfPresent(
        new RoomKey(namespace, room),
        (key, members) -> {
          members.remove(member);
          return members.isEmpty() ? null : members;
        });
  }

  /** Takes what the broker brings; the calls for one room come in order, one at a time. */
  void receive(ClusterMessage message) {
    // The only kind so far; a second one turns this into a switch.
    RoomEvent event = (RoomEvent) message;
    Set<RoomMember> members = rooms.get(new RoomKey(event.namespace(), event.room()));
    if (members == null) {
      return;
    }
    EncodedEvent encoded =
        new EncodedEvent(
            event.namespace(),
            event.event(),
            event.arguments(),
            event.attachments(),
            event.delivery(),
            event.coalesceKey());
    long sent = 0;
    long failed = 0;
    for (RoomMember member : members) {
      try {
        if (!member.id().equals(event.exceptSocketId()) && member.deliver(encoded)) {
          sent++;
        }
      } catch (Throwable bug) {
        // Costs this member the event, and not those that come after it.
        if (failed++ == 0) {
          LOG.log(Level.ERROR, "An event of a room did not reach a member", bug);
        }
      }
    }
    if (failed > 1) {
      LOG.log(Level.ERROR, "The same event failed for {0} members", failed);
    }
    if (sent > 0) {
      meters.count(GatewayMetric.MESSAGES_SENT, event.event(), sent);
    }
  }

  /** How many rooms somebody is in. */
  int roomCount() {
    return rooms.size();
  }

  private record RoomKey(String namespace, String room) {}
}
