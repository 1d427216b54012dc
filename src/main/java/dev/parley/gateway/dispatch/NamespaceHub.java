package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.ClusterMessage.RoomJoin;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.LoggedMessage.Kind;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.RecoverySettings;
import dev.parley.cluster.api.SessionStart;
import dev.parley.gateway.api.LogListener;
import dev.parley.gateway.dispatch.Missable.Broadcast;
import dev.parley.gateway.dispatch.Missable.Joining;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Delivery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rooms of one namespace on this node, who is in them, and what its log brought lately.
 *
 * <p>Messages are delivered under a lock, so that somebody who comes back gets what was missed and
 * then what follows, with nothing between. Coming and going needs no lock, but for the first room
 * of a session. A room exists while somebody is in it; each socket keeps its own list of rooms, so
 * leaving them all costs no search.
 */
final class NamespaceHub {
  private static final Logger LOG = System.getLogger(NamespaceHub.class.getName());

  // Each socket has a room of its own, so most rooms are small.
  private static final int FEW = 1;

  private final Map<String, Set<RoomMember>> rooms = new ConcurrentHashMap<>();
  private final boolean recovering;
  private final List<LogListener> listeners;
  private final TimeSource time;
  private final GatewayMeters meters;
  private final ReentrantLock delivering = new ReentrantLock();
  private final Condition advanced = delivering.newCondition();
  private final Backlog backlog;

  NamespaceHub(
      RecoverySettings recovery,
      List<LogListener> listeners,
      TimeSource time,
      GatewayMeters meters) {
    this.recovering = recovery.enabled();
    this.listeners = listeners;
    this.time = time;
    this.meters = meters;
    this.backlog = new Backlog(recovery.backlogBytes(), recovery.window().toNanos());
  }

  void join(String room, RoomMember member) {
    rooms.compute(
        room,
        (name, members) -> {
          Set<RoomMember> joined = members == null ? ConcurrentHashMap.newKeySet(FEW) : members;
          joined.add(member);
          return joined;
        });
  }

  void leave(String room, RoomMember member) {
    rooms.computeIfPresent(
        room,
        (name, members) -> {
          members.remove(member);
          return members.isEmpty() ? null : members;
        });
  }

  /** Takes what the log brings; the calls come in its order, one at a time. */
  void receive(LoggedMessage logged) {
    delivering.lock();
    try {
      for (LogListener listener : listeners) {
        tell(listener, logged);
      }
      Missable what = missable(logged);
      if (recovering) {
        remember(logged, what);
      }
      if (what instanceof Broadcast broadcast && logged.kind() == Kind.NEW) {
        deliver(broadcast);
      } else if (what instanceof Joining joining && logged.kind() != Kind.HISTORY) {
        membersOf(joining.members()).forEach(member -> member.join(joining.room()));
      }
    } finally {
      delivering.unlock();
    }
  }

  /** What lies up to a position will not come any more. */
  void gap(Position until) {
    delivering.lock();
    try {
      backlog.gap(until);
      advanced.signalAll();
    } finally {
      delivering.unlock();
    }
  }

  /** Where a session begins now. */
  SessionStart start() {
    delivering.lock();
    try {
      return backlog.start();
    } finally {
      delivering.unlock();
    }
  }

  /** Has the first room of a session joined while nothing is delivered; told where it begins. */
  void start(Consumer<SessionStart> joining) {
    delivering.lock();
    try {
      joining.accept(backlog.start());
    } finally {
      delivering.unlock();
    }
  }

  /**
   * Hands over what a socket missed, while nothing else is delivered; may block.
   *
   * @param since where its session began
   * @param offset what its client saw last
   * @param socketsRooms where it was when it went away
   * @param patience how long to wait for the log to come as far as the client has been
   * @param taker joins the rooms and sends the events; it must neither block nor publish, and says
   *     false when it will not have them
   * @return false when what is missing is not known, and the taker was not called, or it refused
   */
  boolean resume(
      SessionStart since,
      Position offset,
      String socketId,
      Set<String> socketsRooms,
      Duration patience,
      Predicate<Replay> taker) {
    Position from = offset.isAfter(since.position()) ? offset : since.position();
    Optional<List<Backlog.Entry>> missed;
    long arrived;
    delivering.lock();
    try {
      awaitPosition(from, patience);
      missed = backlog.after(from, socketsRooms);
      arrived = backlog.arrived();
    } finally {
      delivering.unlock();
    }
    if (missed.isEmpty()) {
      return false;
    }
    // Looking through what was missed takes its time; nobody else waits for that.
    Replay replay = Replay.of(owed(since, missed.get()), socketId, socketsRooms);
    delivering.lock();
    try {
      Optional<List<Backlog.Entry>> meanwhile = backlog.after(from, replay.rooms(), arrived);
      return meanwhile.isPresent()
          && taker.test(replay.and(owed(since, meanwhile.get()), socketId));
    } finally {
      delivering.unlock();
    }
  }

  private static List<Backlog.Entry> owed(SessionStart since, List<Backlog.Entry> missed) {
    return since.publisher().isEmpty()
        ? missed
        : missed.stream()
            .filter(entry -> !since.isAfter(entry.publisher(), entry.sequence()))
            .toList();
  }

  /** How many rooms somebody is in. */
  int roomCount() {
    return rooms.size();
  }

  private void awaitPosition(Position offset, Duration patience) {
    long nanos = patience.toNanos();
    try {
      while (offset.isAfter(backlog.last()) && nanos > 0) {
        nanos = advanced.awaitNanos(nanos);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      LOG.log(Level.DEBUG, "Nobody waits for the log any more", stopping);
    }
  }

  private void remember(LoggedMessage logged, Missable what) {
    boolean missed = !(what instanceof Broadcast event) || isKept(event);
    backlog.add(
        logged.position(),
        logged.publisher(),
        logged.sequence(),
        logged.kind() == Kind.REPEATED || logged.kind() == Kind.HISTORY,
        missed ? what : null,
        time.nanoTime());
    if (delivering.hasWaiters(advanced)) {
      advanced.signalAll();
    }
  }

  private static boolean isKept(Broadcast broadcast) {
    return broadcast.event().delivery() != Delivery.VOLATILE;
  }

  /** Null for a message that is none of a namespace's. */
  private Missable missable(LoggedMessage logged) {
    ClusterMessage message = logged.message();
    if (message instanceof RoomEvent event) {
      return Broadcast.of(event, offsetOf(event, logged.position()));
    }
    if (message instanceof RoomJoin join) {
      return new Joining(join.members(), join.room());
    }
    LOG.log(Level.WARNING, "A message of another log came to {0}", message.log());
    return null;
  }

  /**
   * What the client is told of its place, or null.
   *
   * <p>Only what is kept in order is a place to go on from: a newer value that takes the place of
   * an older one in a queue goes ahead of what came between.
   */
  private String offsetOf(RoomEvent event, Position position) {
    return recovering && event.delivery() == Delivery.ORDERED && !position.equals(Position.NONE)
        ? position.toString()
        : null;
  }

  private void deliver(Broadcast broadcast) {
    long sent = 0;
    long failed = 0;
    for (RoomMember member : receivers(broadcast)) {
      try {
        if (!member.id().equals(broadcast.exceptSocketId()) && member.deliver(broadcast.event())) {
          sent++;
        }
      } catch (Throwable bug) {
        // Costs this member the event, and not those that come after it.
        if (failed++ == 0) {
          LOG.log(Level.ERROR, "An event of a room did not reach a member", bug);
        }
      }
    }
    broadcast.event().release();
    if (failed > 1) {
      LOG.log(Level.ERROR, "The same event failed for {0} members", failed);
    }
    if (sent > 0) {
      meters.count(GatewayMetric.MESSAGES_SENT, broadcast.event().event(), sent);
    }
  }

  /** Those in any of the rooms, each once. */
  private Set<RoomMember> receivers(Broadcast broadcast) {
    if (broadcast.rooms().size() == 1 && broadcast.exceptRoom() == null) {
      return membersOf(broadcast.rooms().get(0));
    }
    Set<RoomMember> all = Collections.newSetFromMap(new IdentityHashMap<>());
    broadcast.rooms().forEach(room -> all.addAll(membersOf(room)));
    if (broadcast.exceptRoom() != null) {
      all.removeAll(membersOf(broadcast.exceptRoom()));
    }
    return all;
  }

  private Set<RoomMember> membersOf(String room) {
    return rooms.getOrDefault(room, Set.of());
  }

  private static void tell(LogListener listener, LoggedMessage logged) {
    try {
      listener.logged(logged);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "A listener lost a message of a log", bug);
    }
  }
}
