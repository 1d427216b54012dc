package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.Places;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Places that all nodes share: each says how many it holds, and those of the living ones count.
 *
 * <p>While Redis is away this node's own count decides; what it holds is written when Redis is
 * back, at the latest with the next refresh.
 */
public final class RedisPlaces implements Places, AutoCloseable {
  private static final Duration CHECK = Duration.ofSeconds(10);
  private static final Duration REFRESH = Duration.ofSeconds(100);
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int MOST_AT_ONCE = 64;

  private final RedisGuard guard;
  private final String prefix;
  private final NodeLeases leases;
  private final Scheduler scheduler;
  private final TimeSource time;
  // Both guarded by this.
  private final Map<Subject, Held> held = new HashMap<>();
  private long lastVersion;
  private volatile boolean closed;

  RedisPlaces(
      RedisGuard guard, String prefix, NodeLeases leases, Scheduler scheduler, TimeSource time) {
    this.guard = guard;
    this.prefix = prefix;
    this.leases = leases;
    this.scheduler = scheduler;
    this.time = time;
    leases.onFenced(this::forgetWritten);
    leases.onLoss(this::forgetWritten);
    scheduler.schedule(CHECK, this::check);
  }

  @Override
  public boolean take(String kind, String subject, int most) {
    Subject key = new Subject(kind, subject);
    Write write;
    synchronized (this) {
      Held mine = held.computeIfAbsent(key, k -> new Held());
      if (mine.places >= most) {
        return false;
      }
      mine.places++;
      write = write(key, mine);
    }
    try {
      if (guard.await("places", redis -> run(redis, write, Integer.toString(most))) == 1) {
        return true;
      }
      give(kind, subject);
      return false;
    } catch (RedisUnavailableException away) {
      unwritten(key);
      return true;
    }
  }

  @Override
  public void give(String kind, String subject) {
    Subject key = new Subject(kind, subject);
    Write write;
    synchronized (this) {
      Held mine = held.get(key);
      if (mine == null || mine.places == 0) {
        return;
      }
      mine.places--;
      write = write(key, mine);
    }
    send(write);
  }

  /** Ends the refreshing; what this node holds counts until its lease ends. */
  @Override
  public void close() {
    closed = true;
  }

  synchronized int subjects() {
    return held.size();
  }

  private void send(Write write) {
    guard
        .call("places", redis -> run(redis, write, ""))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                written(write);
              } else {
                unwritten(write.subject());
              }
            });
  }

  private synchronized void written(Write write) {
    Held mine = held.get(write.subject());
    if (mine != null && mine.places == 0 && mine.version == write.version()) {
      held.remove(write.subject());
    }
  }

  private synchronized void unwritten(Subject subject) {
    Held mine = held.get(subject);
    if (mine != null) {
      mine.due = true;
    }
  }

  private synchronized void forgetWritten() {
    held.values().forEach(mine -> mine.due = true);
  }

  private void check() {
    if (closed) {
      return;
    }
    List<Write> writes = new ArrayList<>();
    synchronized (this) {
      long now = time.nanoTime();
      for (Map.Entry<Subject, Held> entry : held.entrySet()) {
        Held mine = entry.getValue();
        boolean isOld = now - mine.writtenNanos >= REFRESH.toNanos();
        if (writes.size() < MOST_AT_ONCE && (mine.due || isOld)) {
          writes.add(write(entry.getKey(), mine));
        }
      }
    }
    writes.forEach(this::send);
    scheduler.schedule(writes.size() < MOST_AT_ONCE ? CHECK : CHECK.dividedBy(40), this::check);
  }

  /** All that is true of a subject at this moment. */
  private Write write(Subject subject, Held mine) {
    mine.version = ++lastVersion;
    mine.writtenNanos = time.nanoTime();
    mine.due = false;
    return new Write(subject, mine.version, mine.places);
  }

  private CompletionStage<Long> run(RedisLink redis, Write write, String most) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(bytes(leases.incarnation()));
    arguments.add(bytes(write.version()));
    arguments.add(bytes(write.places()));
    arguments.add(bytes(most));
    arguments.add(bytes(LIFE.toMillis()));
    arguments.add(bytes(leases.isCurrent() ? 1 : 0));
    leases.live().forEach(live -> arguments.add(bytes(live)));
    return LuaScript.PLACES.integer(
        redis, List.of(write.subject().in(prefix)), arguments.toArray());
  }

  private record Subject(String kind, String name) {
    String in(String prefix) {
      return prefix + ":places:{" + kind + ":" + name + "}";
    }
  }

  private record Write(Subject subject, long version, int places) {}

  private static final class Held {
    private int places;
    private long version;
    private long writtenNanos;
    // Whether Redis may not know what is true here.
    private boolean due;
  }
}
