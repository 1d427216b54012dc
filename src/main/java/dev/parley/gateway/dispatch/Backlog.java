package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log of one namespace brought lately, for those who were away.
 *
 * <p>A message counts where it first had a place in the log, and in a later epoch for those who
 * come with an offset of that epoch: the node they were at may have missed it before. One that this
 * node delivered before any log had it stands aside until then. Of each publisher the numbers reach
 * the log in their order, so the highest one that has a place tells which others have one. Bounded
 * in bytes and in age, the oldest go first; of those it is remembered which rooms they were for.
 * Not safe on several threads at once.
 */
final class Backlog {
  private static final long NOTHING = -1;
  private static final int MOST_ROOMS = 100_000;

  private final long maxBytes;
  private final long windowNanos;

  /** What has a place, in the order of the log, which is that of arrival. */
  private final Deque<Entry> placed = new ArrayDeque<>();

  /** What had no place when it came. */
  private final Deque<Entry> alone = new ArrayDeque<>();

  /** The highest number of each publisher that has a place. */
  private final Map<String, Long> marks = new HashMap<>();

  /** The highest number of each publisher that was dropped before it had a place. */
  private final Map<String, Long> forgotten = new HashMap<>();

  private final DroppedEvents dropped = new DroppedEvents(MOST_ROOMS);
  private Position last = Position.NONE;
  // Just before the first message that came; null until the log brought something.
  private Position start;
  // Whether that was the log's first one of all.
  private boolean whole = true;
  private long arrivals;
  private long bytes;

  Backlog(long maxBytes, long windowNanos) {
    this.maxBytes = maxBytes;
    this.windowNanos = windowNanos;
  }

  /**
   * Notes what came.
   *
   * @param position NONE of what no log has yet
   * @param what null when nobody has to be told of it later
   */
  void add(
      Position position,
      String publisher,
      long sequence,
      boolean repeated,
      Missable what,
      long now) {
    if (position.equals(Position.NONE)) {
      keep(alone, position, publisher, sequence, false, what, now);
    } else {
      place(position, publisher, sequence, repeated, what, now);
    }
    dropOld(now);
  }

  /** What lies up to a position never came, and never will. */
  void gap(Position until) {
    placed.forEach(entry -> bytes -= entry.sizeBytes());
    placed.clear();
    start = until;
    whole = false;
    dropped.allUpTo(until);
    if (until.isAfter(last)) {
      last = until;
    }
  }

  /** The position of the newest message; NONE when there was none. */
  Position last() {
    return last;
  }

  /** Where a session begins now. */
  SessionStart start() {
    Entry newest = alone.peekLast();
    return newest == null || hasPlace(newest.publisher(), newest.sequence())
        ? SessionStart.at(last)
        : new SessionStart(last, newest.publisher(), newest.sequence());
  }

  /** The number of the newest message that was kept; {@link #NOTHING} when none was. */
  long arrived() {
    return arrivals - 1;
  }

  long sizeBytes() {
    return bytes;
  }

  /**
   * What somebody lacks who has seen everything up to an offset; in order.
   *
   * @param offset NONE of somebody who was there before the log's first message
   * @param rooms what it concerns; entries for other rooms are among the answer, too
   * @return empty when this node cannot tell, because something for these rooms was dropped, or the
   *     offset is newer than what has come here
   */
  Optional<List<Entry>> after(Position offset, Collection<String> rooms) {
    return after(offset, rooms, NOTHING);
  }

  /** As above, but only what came here after an arrival that was {@link #arrived} once. */
  Optional<List<Entry>> after(Position offset, Collection<String> rooms, long arrived) {
    forgotten.entrySet().removeIf(entry -> hasPlace(entry.getKey(), entry.getValue()));
    boolean sawNothingYet = whole && start != null && offset.equals(Position.NONE);
    boolean reaches =
        !offset.isAfter(last) && dropped.isNothingAfter(sawNothingYet ? start : offset, rooms);
    if (!reaches || !forgotten.isEmpty()) {
      return Optional.empty();
    }
    List<Entry> missed = new ArrayList<>();
    Map<String, Entry> lastPlaced = new HashMap<>();
    Iterator<Entry> newestFirst = placed.descendingIterator();
    while (newestFirst.hasNext()) {
      Entry entry = newestFirst.next();
      if (!entry.position().isAfter(offset) || entry.arrival() <= arrived) {
        break;
      }
      // A node that lacked it delivered it here, and its client says so by an offset of this epoch.
      if (!entry.again() || entry.position().epoch() == offset.epoch()) {
        missed.add(entry);
        lastPlaced.putIfAbsent(entry.publisher(), entry);
      }
    }
    for (Entry entry : alone) {
      // Whether the other node's sockets had it by then cannot be known here: better twice.
      if (entry.arrival() > arrived && !hasPlace(entry.publisher(), entry.sequence())) {
        missed.add(entry);
      }
    }
    missed.sort(
        Comparator.comparingLong((Entry entry) -> turn(entry, lastPlaced))
            .thenComparing(Entry::isAlone)
            .thenComparingLong(Entry::arrival));
    return Optional.of(missed);
  }

  /**
   * The arrival that an entry is told after.
   *
   * <p>What is alone is later than all that has a place of the same publisher, even if that got its
   * place only now, as when the log brings the first of two that were delivered alone.
   */
  private static long turn(Entry entry, Map<String, Entry> lastPlaced) {
    Entry before = entry.isAlone() ? lastPlaced.get(entry.publisher()) : null;
    return before == null ? entry.arrival() : Math.max(entry.arrival(), before.arrival());
  }

  private void place(
      Position position,
      String publisher,
      long sequence,
      boolean repeated,
      Missable what,
      long now) {
    if (start == null) {
      start = new Position(position.epoch(), position.offset() - 1);
      whole = position.offset() == 1;
      dropped.allUpTo(start);
    }
    if (position.isAfter(last)) {
      last = position;
    }
    boolean again = repeated && hasPlace(publisher, sequence);
    marks.merge(publisher, sequence, Math::max);
    while (!alone.isEmpty() && hasPlace(alone.peek().publisher(), alone.peek().sequence())) {
      bytes -= alone.remove().sizeBytes();
    }
    keep(placed, position, publisher, sequence, again, what, now);
  }

  private void keep(
      Deque<Entry> where,
      Position position,
      String publisher,
      long sequence,
      boolean again,
      Missable what,
      long now) {
    if (what != null) {
      Entry entry = new Entry(position, publisher, sequence, again, what, arrivals++, now);
      where.add(entry);
      bytes += entry.sizeBytes();
    }
  }

  private boolean hasPlace(String publisher, long sequence) {
    Long mark = marks.get(publisher);
    return mark != null && mark >= sequence;
  }

  private void dropOld(long now) {
    while (true) {
      Deque<Entry> where = withOldest();
      Entry oldest = where.peek();
      if (oldest == null || (bytes <= maxBytes && now - oldest.atNanos() <= windowNanos)) {
        return;
      }
      where.remove();
      bytes -= oldest.sizeBytes();
      if (where == placed) {
        dropped.drop(oldest.what().concerned(), oldest.position());
      } else if (!hasPlace(oldest.publisher(), oldest.sequence())) {
        forgotten.merge(oldest.publisher(), oldest.sequence(), Math::max);
      }
    }
  }

  private Deque<Entry> withOldest() {
    if (placed.isEmpty() || alone.isEmpty()) {
      return placed.isEmpty() ? alone : placed;
    }
    return placed.peek().arrival() < alone.peek().arrival() ? placed : alone;
  }

  /**
   * A message.
   *
   * @param position NONE of what no log has yet
   * @param again whether it had a place in an earlier epoch
   * @param arrival its number among all that came here
   */
  record Entry(
      Position position,
      String publisher,
      long sequence,
      boolean again,
      Missable what,
      long arrival,
      long atNanos) {
    long sizeBytes() {
      return what.sizeBytes();
    }

    boolean isAlone() {
      return position.equals(Position.NONE);
    }
  }
}
