package dev.parley.cluster.redis;

import dev.parley.cluster.api.NodeLeases;
import dev.parley.cluster.api.NodeLeases.End;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Placed;
import dev.parley.cluster.api.Roster.Present;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.cluster.api.Roster.Status;
import dev.parley.cluster.api.Roster.Transition;
import dev.parley.cluster.redis.RosterStore.Stand;
import dev.parley.cluster.redis.RosterUser.Drop;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What this node has of one namespace's roster, and what it still has to write of it.
 *
 * <p>A user whose sockets changed is marked; marked users are written a moment later, one call a
 * user at a time, always with all that is true then. What fails stays marked. Nothing here blocks
 * but the questions.
 */
final class RosterSpace {
  private static final int MOST_UNDER_WAY = 64;
  // Of a crowd that came together, not all at once.
  private static final int MOST_NOTED_AT_ONCE = 500;
  private static final Duration TICK = Duration.ofMillis(20);

  private final RosterStore store;
  private final RosterMirror mirror;
  private final NodeLeases leases;
  private final AtomicLong sockets;
  private final TransitionTeller teller;
  private final RosterTimes times;
  private final Duration grace;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, RosterUser> users = new HashMap<>();
  private final Set<String> marked = new LinkedHashSet<>();
  private boolean writeDue;
  private int underWay;
  private long lastVersion;
  private boolean pausing;
  private long pausedUntil;

  RosterSpace(
      RosterStore store,
      RosterMirror mirror,
      NodeLeases leases,
      AtomicLong sockets,
      TransitionTeller teller,
      RosterTimes times,
      Duration grace,
      Scheduler scheduler,
      TimeSource time) {
    this.store = store;
    this.mirror = mirror;
    this.leases = leases;
    this.sockets = sockets;
    this.teller = teller;
    this.times = times;
    this.grace = grace;
    this.scheduler = scheduler;
    this.time = time;
  }

  void put(Member member) {
    Member before;
    boolean isFirst;
    lock.lock();
    try {
      RosterUser user = users.computeIfAbsent(member.userId(), RosterUser::new);
      isFirst = user.sockets.isEmpty() && !pausing;
      if (user.sockets.isEmpty()) {
        user.notedNanos = time.nanoTime();
      }
      before = user.sockets.put(member.socketId(), member);
      user.name = member.name();
      if (!member.equals(before)) {
        mark(user.id, times.settle());
      }
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      // Others may write to this user at once.
      write();
    }
    if (before == null) {
      sockets.incrementAndGet();
      mirror.came(member);
    }
  }

  void remove(String userId, String socketId) {
    lock.lock();
    try {
      RosterUser user = users.get(userId);
      if (user == null || user.sockets.remove(socketId) == null) {
        return;
      }
      if (user.sockets.isEmpty()) {
        user.emptyNanos = time.nanoTime();
      }
      mark(userId, times.settle());
    } finally {
      lock.unlock();
    }
    sockets.decrementAndGet();
    mirror.went(socketId);
  }

  /** Marks everybody: what was written under another incarnation is no longer there. */
  void rewrite() {
    lock.lock();
    try {
      for (RosterUser user : users.values()) {
        user.acknowledged = 0;
        // Whoever cleaned up said that they went.
        user.online = false;
      }
      users.keySet().forEach(userId -> mark(userId, Duration.ZERO));
    } finally {
      lock.unlock();
    }
  }

  /** Marks everybody: what was written may be lost. */
  void writeAgain() {
    lock.lock();
    try {
      users.keySet().forEach(userId -> mark(userId, Duration.ZERO));
    } finally {
      lock.unlock();
    }
  }

  /** Marks those who were not written for long, and notes again whose their sockets are. */
  void refresh() {
    long now = time.nanoTime();
    List<Member> unnoted = new ArrayList<>();
    lock.lock();
    try {
      for (RosterUser user : users.values()) {
        if (now - user.writtenNanos >= times.refresh().toNanos()) {
          mark(user.id, times.settle());
        }
        if (unnoted.size() < MOST_NOTED_AT_ONCE
            && now - user.notedNanos >= times.noted().toNanos()) {
          user.notedNanos = now;
          unnoted.addAll(user.sockets.values());
        }
      }
    } finally {
      lock.unlock();
    }
    unnoted.forEach(mirror::came);
  }

  /** Takes a user's sockets away from an incarnation that ended; done when it is written. */
  CompletableFuture<Void> drop(String userId, String incarnation, End end) {
    lock.lock();
    try {
      RosterUser user = users.computeIfAbsent(userId, RosterUser::new);
      Drop drop =
          user.drops.computeIfAbsent(
              incarnation, ended -> new Drop(ended, end, new CompletableFuture<>()));
      mark(userId, Duration.ZERO);
      return drop.done();
    } finally {
      lock.unlock();
    }
  }

  /** May block. */
  Map<String, Standing> standings(Collection<String> userIds) {
    Map<String, Standing> known = new HashMap<>();
    lock.lock();
    try {
      for (String userId : userIds) {
        RosterUser user = users.get(userId);
        // One socket here that is not away decides; everything else has to be asked for.
        if (user != null && !user.sockets.isEmpty() && !user.isAway()) {
          known.put(userId, new Standing(Status.ONLINE, Optional.empty()));
        }
      }
    } finally {
      lock.unlock();
    }
    List<String> unknown = without(userIds, known);
    if (unknown.isEmpty()) {
      return known;
    }
    try {
      known.putAll(mirror.standings(elsewhere(unknown)));
      List<String> asked = without(unknown, known);
      if (asked.isEmpty()) {
        return known;
      }
      List<Stand> stands = store.stands(leases.incarnation(), asked);
      for (int i = 0; i < asked.size(); i++) {
        known.put(asked.get(i), judged(asked.get(i), stands.get(i)));
      }
    } catch (RedisUnavailableException away) {
      for (String userId : without(userIds, known)) {
        known.put(userId, alone(userId));
      }
    }
    return known;
  }

  /** May block. */
  int sockets(String userId) {
    int here = here(userId);
    try {
      return here + store.stands(leases.incarnation(), List.of(userId)).get(0).others();
    } catch (RedisUnavailableException away) {
      return here;
    }
  }

  /** May block. */
  int count() {
    try {
      return store.count();
    } catch (RedisUnavailableException away) {
      return present().size();
    }
  }

  /** May block. */
  List<Present> present(int limit) {
    try {
      return store.present(limit);
    } catch (RedisUnavailableException away) {
      return present().stream().limit(limit).toList();
    }
  }

  /** May block. */
  List<Placed> placed(String userId) {
    try {
      return mirror.devices(userId).orElseGet(() -> store.sockets(userId));
    } catch (RedisUnavailableException away) {
      lock.lock();
      try {
        RosterUser user = users.get(userId);
        return user == null ? List.of() : store.placed(user.sockets.values());
      } finally {
        lock.unlock();
      }
    }
  }

  /** How many users have something that is not written yet. */
  int waiting() {
    lock.lock();
    try {
      return marked.size() + underWay;
    } finally {
      lock.unlock();
    }
  }

  private void mark(String userId, Duration delay) {
    marked.add(userId);
    writeAfter(delay);
  }

  private void writeAfter(Duration delay) {
    if (!writeDue) {
      writeDue = true;
      scheduler.schedule(delay, this::write);
    }
  }

  private void write() {
    List<RosterUpdate> updates = new ArrayList<>();
    lock.lock();
    try {
      writeDue = false;
      long left = pausedUntil - time.nanoTime();
      if (pausing && left > 0) {
        tellAlone();
        writeAfter(Duration.ofNanos(left));
        return;
      }
      pausing = false;
      collect(updates);
    } finally {
      lock.unlock();
    }
    for (RosterUpdate update : updates) {
      store.write(update).whenComplete((answer, failure) -> answered(update, answer, failure));
    }
  }

  private void collect(List<RosterUpdate> updates) {
    Iterator<String> next = marked.iterator();
    while (underWay < MOST_UNDER_WAY && next.hasNext()) {
      RosterUser user = users.get(next.next());
      if (user == null) {
        next.remove();
      } else if (!user.underWay) {
        next.remove();
        user.underWay = true;
        underWay++;
        updates.add(update(user));
      }
    }
  }

  private RosterUpdate update(RosterUser user) {
    return new RosterUpdate(
        leases.incarnation(),
        ++lastVersion,
        user.acknowledged,
        user.id,
        user.name,
        List.copyOf(user.sockets.values()),
        user.drops.values().stream().findFirst().orElse(null));
  }

  private void answered(RosterUpdate update, Optional<RosterAnswer> answer, Throwable failure) {
    try {
      if (failure == null) {
        // First: whoever is told may ask at once.
        answer.ifPresent(taken -> note(update, taken));
      }
    } finally {
      settle(update, answer, failure);
    }
  }

  private void settle(RosterUpdate update, Optional<RosterAnswer> answer, Throwable failure) {
    lock.lock();
    try {
      underWay--;
      RosterUser user = users.get(update.userId());
      user.underWay = false;
      if (failure != null || answer.isEmpty()) {
        marked.add(user.id);
        pause();
      } else {
        taken(user, update, answer.get());
      }
      if (!marked.isEmpty()) {
        writeAfter(Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }

  private void taken(RosterUser user, RosterUpdate update, RosterAnswer answer) {
    user.acknowledged = update.version();
    user.writtenNanos = time.nanoTime();
    user.others = answer.others();
    tell(user, answer);
    user.online = answer.online();
    if (update.drop() != null) {
      user.drops.remove(update.drop().incarnation());
      update.drop().done().complete(null);
    }
    if (!user.drops.isEmpty() || !update.incarnation().equals(leases.incarnation())) {
      marked.add(user.id);
    }
    if (marked.contains(user.id) || !user.sockets.isEmpty()) {
      return;
    }
    if (answer.waitMillis() > 0) {
      scheduler.schedule(
          Duration.ofMillis(answer.waitMillis()).plus(TICK), () -> endGrace(user.id));
    } else {
      users.remove(user.id);
    }
  }

  private void endGrace(String userId) {
    lock.lock();
    try {
      RosterUser user = users.get(userId);
      if (user != null && user.sockets.isEmpty()) {
        mark(userId, Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(RosterUser user, RosterAnswer answer) {
    Boolean toldAlone = user.toldAlone;
    if (toldAlone != null && !toldAlone && answer.waitMillis() > 0) {
      // Redis begins a grace that was over here already.
      return;
    }
    user.toldAlone = null;
    boolean isNews =
        toldAlone == null
            // A Redis that forgot this user says that they came, and nobody had said that they
            // went.
            ? answer.news() != 0 && !(answer.online() && user.online)
            : toldAlone != answer.online();
    if (isNews) {
      String name = user.name == null ? answer.name() : user.name;
      teller.tell(new Transition(user.id, name, answer.online(), now()));
    }
  }

  private void note(RosterUpdate update, RosterAnswer answer) {
    int total = answer.others() + update.sockets().size();
    boolean away =
        total > 0
            && (answer.others() == 0 || answer.othersAway())
            && (update.sockets().isEmpty() || update.isAway());
    mirror.standing(
        update.userId(),
        standing(answer.online(), away, answer.lastSeenMillis()),
        answer.stampMicros());
    mirror.devices(
        update.userId(),
        Stream.concat(store.placed(update.sockets()).stream(), answer.otherSockets().stream())
            .toList(),
        answer.stampMicros());
  }

  /** Redis does not answer: what happens here is told from here, to those who are here. */
  private void pause() {
    if (!pausing) {
      pausing = true;
      pausedUntil = time.nanoTime() + times.retry().toNanos();
    }
  }

  private void tellAlone() {
    long now = time.nanoTime();
    for (String userId : marked) {
      RosterUser user = users.get(userId);
      boolean here = !user.sockets.isEmpty();
      boolean gone = !here && user.others == 0 && now - user.emptyNanos >= grace.toNanos();
      if (here != user.isAnnounced() && (here || gone)) {
        user.toldAlone = here;
        teller.tell(new Transition(userId, user.name, here, now()));
      }
    }
  }

  private Standing judged(String userId, Stand stand) {
    boolean here;
    boolean away;
    lock.lock();
    try {
      RosterUser user = users.get(userId);
      here = user != null && !user.sockets.isEmpty();
      away = here && user.isAway();
    } finally {
      lock.unlock();
    }
    boolean all =
        (here || stand.others() > 0)
            && (!here || away)
            && (stand.others() == 0 || stand.othersAway());
    Standing standing = standing(here || stand.online(), all, stand.lastSeenMillis());
    if (!here) {
      mirror.standing(userId, standing, stand.stampMicros());
    }
    return standing;
  }

  private Standing alone(String userId) {
    lock.lock();
    try {
      RosterUser user = users.get(userId);
      if (user == null || (user.sockets.isEmpty() && !user.isAnnounced())) {
        return new Standing(Status.OFFLINE, Optional.empty());
      }
      return standing(true, user.isAway(), 0);
    } finally {
      lock.unlock();
    }
  }

  private List<Present> present() {
    lock.lock();
    try {
      return users.values().stream()
          .filter(user -> !user.sockets.isEmpty())
          .sorted(
              Comparator.comparing(user -> user.sockets.values().iterator().next().connectedAt()))
          .map(user -> new Present(user.id, user.name, Member.devices(user.sockets.values())))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private int here(String userId) {
    lock.lock();
    try {
      RosterUser user = users.get(userId);
      return user == null ? 0 : user.sockets.size();
    } finally {
      lock.unlock();
    }
  }

  /** Users without a socket here: what is noted of the others may be older than what is known. */
  private List<String> elsewhere(List<String> userIds) {
    lock.lock();
    try {
      return userIds.stream().filter(userId -> !users.containsKey(userId)).toList();
    } finally {
      lock.unlock();
    }
  }

  private Instant now() {
    return time.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Standing standing(boolean online, boolean away, long lastSeenMillis) {
    if (online) {
      return new Standing(away ? Status.AWAY : Status.ONLINE, Optional.empty());
    }
    return new Standing(
        Status.OFFLINE,
        lastSeenMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastSeenMillis)));
  }

  private static List<String> without(Collection<String> userIds, Map<String, ?> known) {
    return userIds.stream().filter(userId -> !known.containsKey(userId)).toList();
  }
}
