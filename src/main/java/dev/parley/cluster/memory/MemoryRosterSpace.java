package dev.parley.cluster.memory;

import dev.parley.cluster.api.Roster.Listener;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Present;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import dev.parley.cluster.api.Roster.Transition;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * One namespace of a {@link MemoryRoster}.
 *
 * <p>Transitions are told by one task at a time on a thread of the scheduler, in order and without
 * a lock. Who comes and goes before it is looked at was never there.
 */
final class MemoryRosterSpace {
  private static final Duration SETTLE = Duration.ofMillis(20);
  private static final Logger LOG = System.getLogger(MemoryRosterSpace.class.getName());

  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration grace;
  private final Listener listener;
  private final Map<String, Instant> lastSeen;
  // All guarded by this; the users in the order in which they came.
  private final Map<String, User> users = new LinkedHashMap<>();
  private final Queue<Transition> untold = new ArrayDeque<>();
  private boolean telling;

  MemoryRosterSpace(
      Scheduler scheduler,
      TimeSource time,
      Duration grace,
      Listener listener,
      Map<String, Instant> lastSeen) {
    this.scheduler = scheduler;
    this.time = time;
    this.grace = grace;
    this.listener = listener;
    this.lastSeen = lastSeen;
  }

  synchronized void put(Member member) {
    User user = users.computeIfAbsent(member.userId(), id -> new User());
    user.sockets.put(member.socketId(), member);
    user.name = member.name();
    user.changes++;
    if (!user.announced) {
      checkAfter(SETTLE, member.userId(), user.changes);
    }
  }

  synchronized void remove(String userId, String socketId) {
    User user = users.get(userId);
    if (user == null || user.sockets.remove(socketId) == null || !user.sockets.isEmpty()) {
      return;
    }
    user.changes++;
    lastSeen.put(userId, now());
    checkAfter(grace, userId, user.changes);
  }

  synchronized Standing standing(String userId) {
    User user = users.get(userId);
    if (user == null) {
      return new Standing(Status.OFFLINE, Optional.ofNullable(lastSeen.get(userId)));
    }
    return new Standing(user.isAway() ? Status.AWAY : Status.ONLINE, Optional.empty());
  }

  synchronized List<Member> members(String userId) {
    User user = users.get(userId);
    return user == null ? List.of() : List.copyOf(user.sockets.values());
  }

  synchronized int count() {
    return users.size();
  }

  synchronized List<Present> present(int limit) {
    return users.entrySet().stream()
        .limit(limit)
        .map(e -> present(e.getKey(), e.getValue()))
        .toList();
  }

  private static Present present(String userId, User user) {
    return new Present(userId, user.name, Member.devices(user.sockets.values()));
  }

  private void checkAfter(Duration delay, String userId, long change) {
    scheduler.schedule(delay, () -> settle(userId, change));
  }

  private synchronized void settle(String userId, long change) {
    User user = users.get(userId);
    if (user == null) {
      return;
    }
    boolean present = !user.sockets.isEmpty();
    if (!present && user.changes != change) {
      // The user came back and went again meanwhile; that going has a grace of its own.
      return;
    }
    if (user.announced != present) {
      tell(new Transition(userId, user.name, present, now()));
    }
    user.announced = present;
    if (!present) {
      users.remove(userId);
    }
  }

  private void tell(Transition transition) {
    untold.add(transition);
    if (!telling) {
      telling = true;
      scheduler.schedule(Duration.ZERO, this::tellAll);
    }
  }

  private void tellAll() {
    for (Transition next = next(); next != null; next = next()) {
      try {
        listener.changed(next);
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "A change of presence was not announced", bug);
      }
    }
  }

  private synchronized Transition next() {
    Transition next = untold.poll();
    telling = next != null;
    return next;
  }

  private Instant now() {
    return time.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static final class User {
    private final Map<String, Member> sockets = new LinkedHashMap<>();
    private String name;
    private boolean announced;
    // Tells a check that belongs to an earlier coming or going from the latest.
    private long changes;

    private boolean isAway() {
      return !sockets.isEmpty() && sockets.values().stream().allMatch(Member::away);
    }
  }
}
