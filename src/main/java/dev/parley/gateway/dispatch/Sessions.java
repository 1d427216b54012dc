package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.SessionMoved;
import dev.parley.cluster.api.ControlListener;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.SessionStore.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The sessions of all sockets of this node, and the way to those of other nodes.
 *
 * <p>Of two sockets with one session the one with the higher generation stays. Safe on any thread.
 */
final class Sessions implements ControlListener {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());

  /** How long a new socket waits for the old one of its client to let go on this node. */
  private static final Duration LETTING_GO = Duration.ofSeconds(2);

  private final SessionStore store;
  private final Broker broker;
  private final Map<Key, GatewaySocket> held = new ConcurrentHashMap<>();

  Sessions(SessionStore store, Broker broker) {
    this.store = store;
    this.broker = broker;
  }

  SessionStore store() {
    return store;
  }

  /**
   * Takes a session over from whoever has it; blocks.
   *
   * @return empty when there is none of this user, or its old socket on this node does not end
   */
  Optional<Session> claim(String namespace, String pid, String userId) {
    GatewaySocket holder = held.get(new Key(namespace, pid));
    Optional<Session> here = Optional.empty();
    if (holder != null && holder.principal().userId().equals(userId)) {
      // Its features must have let go before they hear of the same socket again.
      holder.letGo();
      if (!hasEnded(holder)) {
        return Optional.empty();
      }
      here = holder.session().last();
    }
    Optional<Session> claimed = store.claim(namespace, pid, userId);
    claimed.ifPresent(
        session -> broker.publish(new SessionMoved(namespace, pid, session.generation())));
    if (claimed.isEmpty() || here.isEmpty()) {
      return claimed;
    }
    // What the socket here had is newer than what was written of it.
    return Optional.of(claimed.get().with(here.get().rooms(), here.get().data()));
  }

  /**
   * A socket has a session; of two the one that claimed it first lets go, and has told its features
   * so before this one goes on. May block, and is called on the socket's lane.
   */
  void hold(GatewaySocket socket, Session session) {
    List<GatewaySocket> older = new ArrayList<>(1);
    held.merge(
        Key.of(session),
        socket,
        (before, now) -> {
          boolean stays = before.generation() > now.generation();
          older.add(stays ? now : before);
          return stays ? before : now;
        });
    for (GatewaySocket one : older) {
      one.letGo();
      if (one != socket) {
        hasEnded(one);
      }
    }
  }

  /** A socket has ended, or its session is none. */
  void release(GatewaySocket socket, Session session) {
    held.remove(Key.of(session), socket);
  }

  @Override
  public void receive(LoggedMessage logged) {
    if (!(logged.message() instanceof SessionMoved moved)) {
      return;
    }
    GatewaySocket holder = held.get(new Key(moved.namespace(), moved.pid()));
    if (holder != null && holder.generation() < moved.generation()) {
      holder.letGo();
    }
  }

  private static boolean hasEnded(GatewaySocket socket) {
    try {
      socket.finished().get(LETTING_GO.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      LOG.log(Level.INFO, "The old socket {0} does not let go", socket.id());
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an end that fails", impossible);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private record Key(String namespace, String pid) {
    static Key of(Session session) {
      return new Key(session.namespace(), session.pid());
    }
  }
}
