package dev.parley.cluster.memory;

import dev.parley.cluster.api.SessionStore;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The sessions of one node; a restart forgets them.
 *
 * <p>A record that nobody holds is dropped when the window is over, at the next call. Never blocks.
 */
public final class MemorySessionStore implements SessionStore {
  private final TimeSource time;
  private final long windowNanos;
  private final Map<Key, Entry> sessions = new HashMap<>();
  // In the order of their ends, since all have the same window.
  private final Queue<Suspended> suspended = new ArrayDeque<>();

  public MemorySessionStore(TimeSource time, Duration window) {
    this.time = time;
    this.windowNanos = window.toNanos();
  }

  @Override
  public synchronized void save(Session session) {
    write(session);
  }

  @Override
  public synchronized void suspend(Session session) {
    Entry entry = write(session);
    if (entry != null) {
      suspended.add(new Suspended(Key.of(session), entry, time.nanoTime() + windowNanos));
    }
  }

  @Override
  public synchronized void end(Session session) {
    dropOld();
    if (isCurrent(session)) {
      sessions.remove(Key.of(session));
    }
  }

  @Override
  public synchronized Optional<Session> claim(String namespace, String pid, String userId) {
    dropOld();
    Entry known = sessions.get(new Key(namespace, pid));
    if (known == null || !known.session.userId().equals(userId)) {
      return Optional.empty();
    }
    Session claimed = known.session.raisedTo(known.session.generation() + 1);
    sessions.put(Key.of(claimed), new Entry(claimed));
    return Optional.of(claimed);
  }

  /** How many records there are. */
  synchronized int size() {
    dropOld();
    return sessions.size();
  }

  /** The new entry, or null when the write came too late. */
  private Entry write(Session session) {
    dropOld();
    if (!isCurrent(session)) {
      return null;
    }
    Entry entry = new Entry(session);
    sessions.put(Key.of(session), entry);
    return entry;
  }

  private boolean isCurrent(Session session) {
    Entry known = sessions.get(Key.of(session));
    return known == null || known.session.generation() <= session.generation();
  }

  private void dropOld() {
    long now = time.nanoTime();
    for (Suspended oldest = suspended.peek();
        oldest != null && now - oldest.untilNanos() >= 0;
        oldest = suspended.peek()) {
      suspended.remove();
      // One that was written since is another entry, and stays.
      if (sessions.get(oldest.key()) == oldest.entry()) {
        sessions.remove(oldest.key());
      }
    }
  }

  private record Key(String namespace, String pid) {
    static Key of(Session session) {
      return new Key(session.namespace(), session.pid());
    }
  }

  /** Told apart by identity: each write makes another one. */
  private static final class Entry {
    final Session session;

    Entry(Session session) {
      this.session = session;
    }
  }

  private record Suspended(Key key, Entry entry, long untilNanos) {}
}
