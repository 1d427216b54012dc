package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.SessionStart;
import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.gateway.api.SocketData;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What of a socket outlives its connection, and the record of it; safe on any thread.
 *
 * <p>The record is written when the socket is connected and at every change, so that it survives
 * the death of the node. Once the socket has parted nothing is written any more. A socket without a
 * session (its protocol has none, or it is not connected yet) keeps its data here all the same.
 */
final class SocketSession implements SocketData {
  /** How a socket ends, as far as its session is concerned. */
  enum Parting {
    /** Its client may come back. */
    FOR_NOW,
    FOR_GOOD,
    /** Another socket has the session. */
    MOVED
  }

  private final SessionStore store;
  private final Supplier<Set<String>> rooms;
  private final Map<String, String> data = new HashMap<>();
  // Without rooms and data; null while there is none.
  private Session session;
  // Whether it has no room yet, nor had one.
  private boolean roomless;
  private boolean written;
  private boolean parted;
  private Session last;

  SocketSession(SessionStore store, Supplier<Set<String>> rooms) {
    this.store = store;
    this.rooms = rooms;
  }

  /** The session that the socket begins or goes on with; its data replace what was here. */
  synchronized void carry(Session carried) {
    session = carried;
    roomless = carried.rooms().isEmpty();
    data.clear();
    data.putAll(carried.data());
  }

  /** There is no session after all. */
  synchronized void drop() {
    session = null;
    roomless = false;
    data.clear();
  }

  /** Whether it starts with the next room that is joined. */
  synchronized boolean isToStart() {
    return roomless;
  }

  /**
   * Its first room is joined now; what came to it until then is not missed.
   *
   * @param start where the log stands
   */
  synchronized void startAt(SessionStart start) {
    if (roomless) {
      session = session.startingAt(start);
      roomless = false;
    }
  }

  /** The session as it was carried, or started since; empty when there is none. */
  synchronized Optional<Session> carried() {
    return Optional.ofNullable(session);
  }

  /** Writes the record, and from now on every change. */
  void begin() {
    synchronized (this) {
      // Of one that parted while it was welcomed there is no record: what it missed is not known.
      written = !parted;
    }
    changed();
  }

  /** Something of the socket is another; writes it, once there is a record. */
  synchronized void changed() {
    if (session != null && written && !parted) {
      store.save(now());
    }
  }

  /** The socket ends; called while it still has its rooms. */
  synchronized void part() {
    if (!parted && session != null) {
      // One that was taken up and not begun has its rooms in the record only.
      last = written ? now() : session;
    }
    parted = true;
  }

  /** The session as it was at the end; empty when there is none. */
  synchronized Optional<Session> last() {
    return Optional.ofNullable(last);
  }

  /** Writes the end; may block. */
  void write(Parting parting) {
    Session ending;
    synchronized (this) {
      Session ended = last == null ? session : last;
      // One that nobody was told of needs no record; one that was taken over has one.
      ending = ended != null && (written || ended.generation() > 1) ? ended : null;
    }
    if (ending == null) {
      return;
    }
    switch (parting) {
      case FOR_NOW -> store.suspend(ending);
      case FOR_GOOD -> store.end(ending);
      case MOVED -> {
        // The record belongs to the new holder.
      }
    }
  }

  @Override
  public synchronized Optional<String> get(String key) {
    return Optional.ofNullable(data.get(key));
  }

  @Override
  public void put(String key, String value) {
    if (key.length() + value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("too long for a socket's data: " + key);
    }
    synchronized (this) {
      if (data.size() == MAX_ENTRIES && !data.containsKey(key)) {
        throw new IllegalArgumentException("too many data of a socket");
      }
      if (!value.equals(data.put(key, value))) {
        changed();
      }
    }
  }

  @Override
  public synchronized void remove(String key) {
    if (data.remove(key) != null) {
      changed();
    }
  }

  @Override
  public synchronized Map<String, String> all() {
    return Map.copyOf(data);
  }

  private Session now() {
    return session.with(rooms.get(), data);
  }
}
