package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Transition;
import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is in the room, on any node, by socket.
 *
 * <p>A user joins with the first socket and leaves with the last. The node that made the difference
 * tells it: what happened within an interval at its end, outside the lock, by one task at a time
 * and in order. Whoever left and came back meanwhile, or came and left, is not mentioned.
 *
 * <p>Each telling goes to everybody, so a large room rests longer after one, and of many names only
 * the first are told, or none in a rush: everybody coming back at once must not cost the square of
 * their number. Safe on any thread.
 */
public final class RoomMembers {
  /** How many comings and goings of one interval are told by name. */
  static final int MAX_NAMED = 100;

  /** What names may cost a second, in events that somebody receives; one name is told always. */
  static final long NAMED_DELIVERIES_A_SECOND = 2_000;

  /** How much later the next telling is for each member, up to some. */
  static final Duration PAUSE_A_MEMBER = Duration.ofMillis(1);

  private static final int MOST_PAUSING = 5_000;

  private final String namespace;
  private final RoomFeed feed;
  private final Visitors visitors;
  private final Roster roster;
  private final Scheduler scheduler;
  private final Duration interval;
  // All guarded by this. By user, in the order in which they happened.
  private Map<String, Change> untold = new LinkedHashMap<>();
  private boolean tellingDue;

  /**
   * @param interval how often the room is told at most, and how long who left may come back
   *     unnoticed
   */
  public RoomMembers(
      String namespace,
      RoomFeed feed,
      Visitors visitors,
      Roster roster,
      Scheduler scheduler,
      Duration interval) {
    this.namespace = namespace;
    this.feed = feed;
    this.visitors = visitors;
    this.roster = roster;
    this.scheduler = scheduler;
    this.interval = interval;
    roster.listen(namespace, interval, this::changed);
  }

  /** A socket came in; one that is in already changes nothing. Never blocks. */
  public void join(Member member) {
    visitors.visited(member.userId());
    roster.put(namespace, member);
  }

  /** A socket is gone; one that never came in changes nothing. Never blocks. */
  public void leave(String userId, String socketId) {
    roster.remove(namespace, userId, socketId);
  }

  /** How many users are here. May block for half a second. */
  public int count() {
    return roster.count(namespace);
  }

  /** Those who are here, longest first, at most as many as asked for. May block as long. */
  public List<Present> present(int limit) {
    return roster.present(namespace, limit).stream()
        .map(here -> new Present(new Participant(here.userId(), here.name()), here.devices()))
        .toList();
  }

  private synchronized void changed(Transition transition) {
    Participant participant = new Participant(transition.userId(), transition.name());
    // A change that is untold yet is the opposite one: both together are none.
    if (untold.remove(transition.userId()) == null) {
      untold.put(
          transition.userId(), new Change(participant, transition.online(), transition.at()));
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
    Map<String, Change> changes = take();
    Duration next = interval;
    try {
      int count = count();
      next = pauseAmong(count);
      if (changes.size() <= MAX_NAMED) {
        changes.values().stream().limit(namedAmong(count, next)).forEach(this::tell);
      }
      feed.countChanged(count);
    } finally {
      goOnAfter(next.minus(interval));
    }
  }

  private void goOnAfter(Duration rest) {
    if (rest.compareTo(Duration.ZERO) > 0) {
      scheduler.schedule(rest, this::goOn);
    } else {
      goOn();
    }
  }

  private Duration pauseAmong(int count) {
    Duration ofSize = PAUSE_A_MEMBER.multipliedBy(Math.min(count, MOST_PAUSING));
    return ofSize.compareTo(interval) > 0 ? ofSize : interval;
  }

  private static long namedAmong(int count, Duration pause) {
    long affordable = NAMED_DELIVERIES_A_SECOND * pause.toMillis() / (1_000L * Math.max(1, count));
    return Math.max(1, Math.min(affordable, MAX_NAMED));
  }

  private synchronized Map<String, Change> take() {
    Map<String, Change> changes = untold;
    untold = new LinkedHashMap<>();
    return changes;
  }

  private void tell(Change change) {
    if (change.joined()) {
      feed.joined(change.participant(), change.at());
    } else {
      feed.left(change.participant(), change.at());
    }
  }

  private synchronized void goOn() {
    tellingDue = false;
    if (!untold.isEmpty()) {
      tellSoon();
    }
  }

  private record Change(Participant participant, boolean joined, Instant at) {}

  /**
   * Somebody who is here.
   *
   * @param devices on how many
   */
  public record Present(Participant participant, int devices) {}
}
