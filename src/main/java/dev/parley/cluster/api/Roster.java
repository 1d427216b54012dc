package dev.parley.cluster.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in a namespace, by socket, over all nodes.
 *
 * <p>Each node says what sockets it has; a user is online with the first socket anywhere, and
 * offline a grace after the last is gone, or at once when the node that had it died. Each
 * transition is told to one node, once. While the store is away a node answers from what it knows
 * itself, and reconciles afterwards. Safe on any thread.
 */
public interface Roster {
  /** Sets who is told of the transitions in a namespace; once, before the first join. */
  void listen(String namespace, Duration grace, Listener listener);

  /** A socket came, or says something else about itself; never blocks. */
  void put(String namespace, Member member);

  /** A socket is gone; one that never came changes nothing. Never blocks. */
  void remove(String namespace, String userId, String socketId);

  /** The status of users; users in the grace are still online. May block for half a second. */
  Map<String, Standing> standings(String namespace, Collection<String> userIds);

  /** How many sockets a user has. May block for half a second. */
  int sockets(String namespace, String userId);

  /** How many users are online. May block for half a second. */
  int count(String namespace);

  /** Those who are online, longest first. May block for half a second. */
  List<Present> present(String namespace, int limit);

  /**
   * Every socket of a user, in any namespace of this roster, as of some seconds ago at most; for
   * operators. While the store is away those of this node alone. May block for a second or two.
   */
  List<Placed> socketsOf(String userId);

  /**
   * A socket.
   *
   * @param name what others are shown of the user; null for nothing
   * @param deviceId null when it is not known
   * @param platform null when the client did not say
   * @param away whether the user said so on this socket
   */
  record Member(
      String userId,
      String name,
      String socketId,
      String deviceId,
      String platform,
      Instant connectedAt,
      boolean away) {
    /** On how many devices sockets are; one without a device id is a device of its own. */
    public static int devices(Collection<Member> sockets) {
      Set<String> devices = new HashSet<>();
      int unknown = 0;
      for (Member socket : sockets) {
        if (socket.deviceId() == null) {
          unknown++;
        } else {
          devices.add(socket.deviceId());
        }
      }
      return devices.size() + unknown;
    }
  }

  /**
   * A socket, and where it is.
   *
   * @param node the name of the node that has it; null when that is not known
   */
  record Placed(String namespace, String node, Member member) {}

  /** A user who is online, on how many devices. */
  record Present(String userId, String name, int devices) {}

  /** What a user's presence is. */
  enum Status {
    ONLINE,
    AWAY,
    OFFLINE
  }

  /** A user's status; lastSeen only of one who is offline, as long as it is remembered. */
  record Standing(Status status, Optional<Instant> lastSeen) {}

  /** A user came online, or went. */
  record Transition(String userId, String name, boolean online, Instant at) {}

  /** Hears of transitions; on threads of the roster, one at a time. */
  @FunctionalInterface
  interface Listener {
    void changed(Transition transition);
  }
}
