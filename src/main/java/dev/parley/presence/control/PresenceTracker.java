package dev.parley.presence.control;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import dev.parley.presence.api.OnlineUsers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows who is online by their sockets, and reports each transition once.
 *
 * <p>A user whose last socket is gone stays online for a grace, so that a reload is no noise; who
 * comes back within it was never away. Safe on any thread; never blocks. Transitions are collected
 * for a moment and reported by one task at a time on a thread of the scheduler, in their order and
 * without a lock: however many there are, they take one thread and hold up nobody.
 */
public final class PresenceTracker implements OnlineUsers {
  // Long enough to swallow a socket that comes and goes, too short to be noticed.
  private static final Duration SETTLE = Duration.ofMillis(50);
  // With the above a quarter of a second.
  private static final Duration BATCH = Duration.ofMillis(200);
  private static final Logger LOG = System.getLogger(PresenceTracker.class.getName());
  private static final int MAX_LAST_SEEN = 100_000;

  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration grace;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Presence> users = new HashMap<>();
  // Written under the lock, read without: it is asked for every friend of everybody who comes.
  private final Set<String> here = ConcurrentHashMap.newKeySet();
  private final Cache<String, Instant> lastSeen =
      Caffeine.newBuilder().maximumSize(MAX_LAST_SEEN).build();
  // Both guarded by the lock.
  private List<Transition> unreported = new ArrayList<>();
  private boolean reportDue;

  public PresenceTracker(Scheduler scheduler, TimeSource time, Duration grace, Listener listener) {
    this.scheduler = scheduler;
    this.time = time;
    this.grace = grace;
    this.listener = listener;
  }

  /** A socket came; it starts as online. */
  public void connected(String userId, String socketId) {
    lock.lock();
    try {
      Presence presence = users.computeIfAbsent(userId, id -> new Presence());
      presence.sockets.put(socketId, Status.ONLINE);
      here.add(userId);
      presence.changes++;
      if (!presence.announced) {
        checkAfter(SETTLE, userId, presence.changes);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A socket is gone; one that never came changes nothing. */
  public void disconnected(String userId, String socketId) {
    lock.lock();
    try {
      Presence presence = users.get(userId);
      if (presence == null || presence.sockets.remove(socketId) == null) {
        return;
      }
      if (presence.sockets.isEmpty()) {
        presence.changes++;
        here.remove(userId);
        lastSeen.put(userId, now());
        checkAfter(grace, userId, presence.changes);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets what a socket's user says on that socket.
   *
   * @return the user's status over all sockets
   */
  public Status set(String userId, String socketId, Status said) {
    lock.lock();
    try {
      Presence presence = users.get(userId);
      if (presence == null) {
        return Status.OFFLINE;
      }
      presence.sockets.replace(socketId, said);
      return presence.status();
    } finally {
      lock.unlock();
    }
  }

  /** A user's status now; a user in the grace is still online. */
  public Status status(String userId) {
    lock.lock();
    try {
      Presence presence = users.get(userId);
      return presence == null ? Status.OFFLINE : presence.status();
    } finally {
      lock.unlock();
    }
  }

  /** When the last socket of a user went who has none; empty when that is not known any more. */
  public Optional<Instant> lastSeen(String userId) {
    return Optional.ofNullable(lastSeen.getIfPresent(userId));
  }

  @Override
  public int sockets(String userId) {
    lock.lock();
    try {
      Presence presence = users.get(userId);
      return presence == null ? 0 : presence.sockets.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isHere(String userId) {
    return here.contains(userId);
  }

  private void checkAfter(Duration delay, String userId, long change) {
    scheduler.schedule(delay, () -> settle(userId, change));
  }

  private void settle(String userId, long change) {
    lock.lock();
    try {
      Presence presence = users.get(userId);
      if (presence == null) {
        return;
      }
      boolean present = !presence.sockets.isEmpty();
      if (!present && presence.changes != change) {
        // The user came back and went again meanwhile; that going has a grace of its own.
        return;
      }
      if (presence.announced != present) {
        unreported.add(new Transition(userId, present, now()));
        reportSoon();
      }
      presence.announced = present;
      if (!present) {
        users.remove(userId);
      }
    } finally {
      lock.unlock();
    }
  }

  private void reportSoon() {
    if (!reportDue) {
      reportDue = true;
      scheduler.schedule(BATCH, this::report);
    }
  }

  /** Never runs twice at a time: the next one is scheduled when this one is done. */
  private void report() {
    List<Transition> batch;
    lock.lock();
    try {
      batch = unreported;
      unreported = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    for (Transition transition : batch) {
      tell(transition);
    }
    lock.lock();
    try {
      reportDue = false;
      if (!unreported.isEmpty()) {
        reportSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(Transition transition) {
    try {
      listener.changed(transition, this);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "A change of presence was not announced", bug);
    }
  }

  private Instant now() {
    return time.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Hears of transitions, one at a time; a failure loses that one report. */
  public interface Listener {
    void changed(Transition transition, OnlineUsers online);
  }

  /** A user came online, or went. */
  public record Transition(String userId, boolean online, Instant at) {}

  private static final class Presence {
    private final Map<String, Status> sockets = new HashMap<>();
    private boolean announced;
    // Tells a check that belongs to an earlier coming or going from the latest.
    private long changes;

    private Status status() {
      return !sockets.isEmpty() && sockets.values().stream().allMatch(Status.AWAY::equals)
          ? Status.AWAY
          : Status.ONLINE;
    }
  }
}
