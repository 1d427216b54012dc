package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is in the room of this node, by socket.
 *
 * <p>A user joins with the first socket and leaves with the last; each is told once, and a user's
 * announcements are told in the order in which they happened. Safe on any thread; never blocks on a
 * receiver. Counts are told at most once an interval, however many come and go in it.
 */
public final class RoomMembers {
  private final RoomFeed feed;
  private final Visitors visitors;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final Duration countInterval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Membership> members = new LinkedHashMap<>();
  private boolean countDue;

  public RoomMembers(
      RoomFeed feed,
      Visitors visitors,
      Scheduler scheduler,
      TimeSource time,
      Duration countInterval) {
    this.feed = feed;
    this.visitors = visitors;
    this.scheduler = scheduler;
    this.time = time;
    this.countInterval = countInterval;
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
      feed.joined(participant, time.now());
      announceCount();
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
      feed.left(membership.participant, time.now());
      announceCount();
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

  private void announceCount() {
    if (!countDue) {
      countDue = true;
      scheduler.schedule(countInterval, this::tellCount);
    }
  }

  private void tellCount() {
    lock.lock();
    try {
      countDue = false;
      feed.countChanged(members.size());
    } finally {
      lock.unlock();
    }
  }

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
