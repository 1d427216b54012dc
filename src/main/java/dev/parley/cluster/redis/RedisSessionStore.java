package dev.parley.cluster.redis;

import dev.parley.cluster.api.SessionStore;
import dev.parley.cluster.redis.HeldSession.Phase;
import dev.parley.cluster.redis.SessionRecords.Claim;
import dev.parley.cluster.redis.SessionRecords.Claimed;
import dev.parley.cluster.redis.SessionRecords.Refused;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sessions that any node may take up again.
 *
 * <p>Each write says all of a session as it is then; one is under way a session at a time, and what
 * fails is written again. A generation fences: what a former holder writes is dropped. This node's
 * own sessions are kept here, too, for clients that come back while Redis is away.
 */
public final class RedisSessionStore implements SessionStore, AutoCloseable {
  private static final int MOST_UNDER_WAY = 64;
  private static final Duration CHECK = Duration.ofSeconds(5);

  private final SessionRecords records;
  private final SessionTimes times;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SessionKey, HeldSession> held = new HashMap<>();
  private final Set<SessionKey> marked = new LinkedHashSet<>();
  private boolean writeDue;
  private int underWay;
  private long lastVersion;
  private volatile boolean closed;

  RedisSessionStore(
      SessionRecords records, SessionTimes times, Scheduler scheduler, TimeSource time) {
    this.records = records;
    this.times = times;
    this.scheduler = scheduler;
    this.time = time;
    scheduler.schedule(CHECK, this::check);
  }

  @Override
  public void save(Session session) {
    set(session, Phase.CONNECTED);
  }

  @Override
  public void suspend(Session session) {
    set(session, Phase.SUSPENDED);
  }

  @Override
  public void end(Session session) {
    set(session, Phase.ENDED);
  }

  @Override
  public Optional<Session> claim(String namespace, String pid, String userId) {
    SessionKey key = new SessionKey(namespace, pid);
    String id = RandomId.next();
    try {
      return claim(key, userId, id);
    } catch (RedisUnavailableException unheard) {
      Optional<Session> here = claimHere(key, userId);
      boolean isHopeless = unheard.reason().isAway() || Thread.currentThread().isInterrupted();
      return here.isPresent() || isHopeless ? here : claimOnceMore(key, userId, id);
    }
  }

  private Optional<Session> claim(SessionKey key, String userId, String id) {
    Claim claim = records.claim(key, userId, times.window(), id);
    if (claim instanceof Claimed claimed) {
      return newest(key, claimed.session());
    }
    if (claim instanceof Refused) {
      return Optional.empty();
    }
    // A Redis that lost everything, or has not heard of it yet.
    return claimHere(key, userId);
  }

  /** Nobody but Redis knows the session, and it was late, or a connection to it broke. */
  private Optional<Session> claimOnceMore(SessionKey key, String userId, String id) {
    try {
      return claim(key, userId, id);
    } catch (RedisUnavailableException away) {
      return Optional.empty();
    }
  }

  /** Ends the refreshing; what was not written by then is lost. */
  @Override
  public void close() {
    closed = true;
  }

  /** Writes every session again: what was written may be lost. Never blocks. */
  public void writeAgain() {
    lock.lock();
    try {
      marked.addAll(held.keySet());
      writeSoon(Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  /** How many sessions have something that is not written yet. */
  public int waiting() {
    lock.lock();
    try {
      return marked.size() + underWay;
    } finally {
      lock.unlock();
    }
  }

  /** How many sessions this node keeps. */
  int size() {
    lock.lock();
    try {
      return held.size();
    } finally {
      lock.unlock();
    }
  }

  private void set(Session session, Phase phase) {
    lock.lock();
    try {
      SessionKey key = SessionKey.of(session);
      HeldSession mine = held.computeIfAbsent(key, k -> new HeldSession(session));
      if (mine.session.generation() > session.generation()) {
        return;
      }
      mine.session = session;
      mine.phase = phase;
      mine.untilNanos = time.nanoTime() + times.window().toNanos();
      marked.add(key);
      writeSoon(Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Session> claimHere(SessionKey key, String userId) {
    lock.lock();
    try {
      HeldSession mine = held.get(key);
      if (mine == null
          || mine.phase == Phase.ENDED
          || isOver(mine, time.nanoTime())
          || !mine.session.userId().equals(userId)) {
        return Optional.empty();
      }
      Session claimed = mine.session.raisedTo(mine.session.generation() + 1);
      mine.session = claimed;
      mine.phase = Phase.SUSPENDED;
      mine.untilNanos = time.nanoTime() + times.window().toNanos();
      marked.add(key);
      writeSoon(Duration.ZERO);
      return Optional.of(claimed);
    } finally {
      lock.unlock();
    }
  }

  /** What this node has may be newer than what was written of it; also that it ended. */
  private Optional<Session> newest(SessionKey key, Session claimed) {
    lock.lock();
    try {
      HeldSession mine = held.get(key);
      if (mine == null || mine.session.generation() != claimed.generation() - 1) {
        forget(key);
        return Optional.of(claimed);
      }
      mine.session = mine.session.raisedTo(claimed.generation());
      if (mine.phase == Phase.ENDED) {
        marked.add(key);
        writeSoon(Duration.ZERO);
        return Optional.empty();
      }
      forget(key);
      return Optional.of(mine.session);
    } finally {
      lock.unlock();
    }
  }

  private void forget(SessionKey key) {
    marked.remove(key);
    held.remove(key);
  }

  private void writeSoon(Duration delay) {
    if (!writeDue) {
      writeDue = true;
      scheduler.schedule(delay, this::write);
    }
  }

  private void write() {
    List<Write> writes = new ArrayList<>();
    lock.lock();
    try {
      writeDue = false;
      Iterator<SessionKey> next = marked.iterator();
      while (underWay < MOST_UNDER_WAY && next.hasNext()) {
        SessionKey key = next.next();
        HeldSession mine = held.get(key);
        if (mine == null || isOver(mine, time.nanoTime())) {
          next.remove();
        } else if (!mine.underWay) {
          next.remove();
          mine.underWay = true;
          underWay++;
          writes.add(new Write(key, mine, mine.session, mine.phase, ++lastVersion));
        }
      }
    } finally {
      lock.unlock();
    }
    for (Write write : writes) {
      send(write).whenComplete((taken, failure) -> written(write, taken, failure));
    }
  }

  private CompletionStage<Boolean> send(Write write) {
    return switch (write.phase()) {
      case CONNECTED -> records.save(write.session(), write.version(), times.life());
      case SUSPENDED -> records.save(write.session(), write.version(), times.window());
      case ENDED -> records.end(write.session(), write.version(), times.late());
    };
  }

  private void written(Write write, Boolean taken, Throwable failure) {
    lock.lock();
    try {
      underWay--;
      write.held().underWay = false;
      write.held().writtenNanos = time.nanoTime();
      // Another one may have begun under this key meanwhile.
      boolean isHeld = held.get(write.key()) == write.held();
      if (failure != null) {
        marked.add(write.key());
        writeSoon(times.retry());
        return;
      }
      boolean isLast = write.session().generation() == write.held().session.generation();
      if (isHeld && isLast && (!taken || write.phase() == Phase.ENDED)) {
        forget(write.key());
      }
      if (!marked.isEmpty()) {
        writeSoon(Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }

  private void check() {
    if (closed) {
      return;
    }
    long now = time.nanoTime();
    lock.lock();
    try {
      held.values().removeIf(mine -> isOver(mine, now));
      held.forEach(
          (key, mine) -> {
            if (mine.phase == Phase.CONNECTED
                && now - mine.writtenNanos >= times.refresh().toNanos()) {
              marked.add(key);
            }
          });
      if (!marked.isEmpty()) {
        writeSoon(Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
    scheduler.schedule(CHECK, this::check);
  }

  private static boolean isOver(HeldSession mine, long now) {
    return mine.phase != Phase.CONNECTED && now - mine.untilNanos >= 0;
  }

  /** What is under way. */
  private record Write(
      SessionKey key, HeldSession held, Session session, Phase phase, long version) {}
}
