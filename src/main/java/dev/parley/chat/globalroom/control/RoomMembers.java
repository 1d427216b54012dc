package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is in the room of this node, by socket.
 *
 * <p>A user joins with the first socket and leaves with the last. What happened within an interval
 * is told at its end, outside the lock, by one task at a time and in order: whoever left and came
 * back meanwhile, or came and left, is not mentioned; and when so many came and went that their
 * names would drown the receivers, only the count is told. Safe on any thread; never blocks.
 */
public final class RoomMembers {
  /** How many comings and goings of one interval are told by name. */
  static final int MAX_NAMED = 100;

  private final RoomFeed feed;
  private final Visitors visitors;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Membership> members = new LinkedHashMap<>();
  // By user, in the order in which they happened.
  private Map<String, Change> untold = new LinkedHashMap<>();
  private boolean tellingDue;

  public RoomMembers(
      RoomFeed feed, Visitors visitors, Scheduler scheduler, TimeSource time, Duration interval) {
    this.feed = feed;
    this.visitors = visitors;
    this.scheduler = scheduler;
    this.time = time;
    this.interval = interval;
  }

  /** A socket came in; a socket that is in already changes nothing. */
  public void join(Participant participant, String socketId) {
    lock.lock();
    try {
      Membership membership = members.get(participant.userId());
      if (membership != null) {
        membership.sockets.add(socketId);
        return;
      }
      members.put(participant.userId(), new Membership(participant, socketId));
      visitors.visited(participant.userId());
      changed(new Change(participant, true, time.now()));
    } finally {
      lock.unlock();
    }
  }

  /** A socket is gone; one that never came in changes nothing. */
  public void leave(String userId, String socketId) {
    lock.lock();
    try {
      Membership membership = members.get(userId);
      if (membership == null
          || !membership.sockets.remove(socketId)
          || !membership.sockets.isEmpty()) {
        return;
      }
      members.remove(userId);
      changed(new Change(membership.participant, false, time.now()));
    } finally {
      lock.unlock();
    }
  }

  /** How many users are here. */
  public int count() {
    lock.lock();
    try {
      return members.size();
    } finally {
      lock.unlock();
    }
  }

  /** Those who are here, longest first, at most as many as asked for. */
  public List<Present> present(int limit) {
    lock.lock();
    try {
      return members.values().stream().limit(limit).map(Membership::present).toList();
    } finally {
      lock.unlock();
    }
  }

  private void changed(Change change) {
    String userId = change.participant().userId();
    // A change that is untold yet is the opposite one: both together are none.
    if (untold.remove(userId) == null) {
      untold.put(userId, change);
    }
    tellSoon();
  }

  private void tellSoon() {
    if (!tellingDue) {
      tellingDue = true;
      scheduler.schedule(interval, this::tell);
    }
  }

  /** Never runs twice at a time: the next one is scheduled when this one is done. */
  private void tell() {
    Map<String, Change> changes;
    int users;
    lock.lock();
    try {
      changes = untold;
      untold = new LinkedHashMap<>();
      users = members.size();
    } finally {
      lock.unlock();
    }
    try {
      if (changes.size() <= MAX_NAMED) {
        changes.values().forEach(this::tell);
      }
      feed.countChanged(users);
    } finally {
      goOn();
    }
  }

  private void tell(Change change) {
    if (change.joined()) {
      feed.joined(change.participant(), change.at());
    } else {
      feed.left(change.participant(), change.at());
    }
  }

  private void goOn() {
    lock.lock();
    try {
      tellingDue = false;
      if (!untold.isEmpty()) {
        tellSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private record Change(Participant participant, boolean joined, Instant at) {}

  /**
   * Somebody who is here.
   *
   * @param devices with how many sockets
   */
  public record Present(Participant participant, int devices) {}

  private static final class Membership {
    private final Participant participant;
    private final Set<String> sockets = new HashSet<>();

    private Membership(Participant participant, String socketId) {
      this.participant = participant;
      sockets.add(socketId);
    }

    private Present present() {
      return new Present(participant, sockets.size());
    }
  }
}
