package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.SessionStart;
import dev.parley.gateway.dispatch.Missable.Broadcast;
import dev.parley.outbound.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final long WINDOW = 1_000;
  private static final List<String> ROOMS = List.of("room");
  private static final int PLENTY = 100_000_000;

  private Backlog backlog = new Backlog(PLENTY, WINDOW);
  private long now;

  @Test
  void whoComesBackLacksWhatCameAfterTheOffset() {
    placed(1, 1, "a");
    placed(1, 2, "b");
    placed(1, 3, "c");

    assertThat(after(1, 1)).contains(List.of("b", "c"));
    assertThat(after(1, 3)).contains(List.of());
    assertThat(backlog.last()).isEqualTo(new Position(1, 3));
  }

  @Test
  void whatHasNotComeHereCannotBeGoneOnFrom() {
    assertThat(after(1, 1)).isEmpty();
    placed(1, 1, "a");

    assertThat(after(1, 2)).isEmpty();
    assertThat(after(2, 1)).isEmpty();
  }

  @Test
  void whoWasThereBeforeTheFirstMessageLacksThemAll() {
    assertThat(backlog.after(Position.NONE, ROOMS)).contains(List.of());
    placed(1, 1, "a");

    assertThat(names(backlog.after(Position.NONE, ROOMS))).contains(List.of("a"));
  }

  @Test
  void aLogThatBeganBeforeThisNodeReachesBackToItsFirstMessageHere() {
    placed(4, 10, "a");
    placed(4, 11, "b");

    assertThat(after(4, 9)).contains(List.of("a", "b"));
    assertThat(after(4, 8)).isEmpty();
    assertThat(after(3, 99)).isEmpty();
    assertThat(backlog.after(Position.NONE, ROOMS)).isEmpty();
  }

  @Test
  void aMessageThatIsRepeatedInANewEpochIsSentOnceUnlessTheOtherNodeMayHaveMissedIt() {
    placed(1, 1, "a");
    placed(1, 2, "b");
    repeated(2, 1, "a");
    repeated(2, 2, "b");
    placed(2, 3, "c");

    assertThat(after(1, 1)).contains(List.of("b", "c"));
    assertThat(after(1, 2)).contains(List.of("c"));
    // Whoever was at a node that first met it as 2-2 has seen 2-1 and not this.
    assertThat(after(2, 1)).contains(List.of("b", "c"));
    assertThat(after(2, 2)).contains(List.of("c"));
  }

  @Test
  void aRepetitionOfWhatWasDroppedIsNoNews() {
    placed(1, 1, "a");
    placed(1, 2, "b");
    now += WINDOW + 1;
    placed(1, 3, "c");
    repeated(2, 1, "a");
    repeated(2, 2, "b");

    assertThat(after(1, 2)).contains(List.of("c"));
    assertThat(after(1, 1)).isEmpty();
  }

  @Test
  void whatWasDeliveredAloneIsSentAsLongAsNoLogHasIt() {
    placed(1, 1, "a");
    alone("x");

    assertThat(after(1, 1)).contains(List.of("x"));
    // A client of another node may have seen later messages, and not this one.
    placed(1, 2, "b");
    assertThat(after(1, 2)).contains(List.of("x"));

    repeated(1, 3, "x");
    assertThat(after(1, 1)).contains(List.of("b", "x"));
    assertThat(after(1, 2)).contains(List.of("x"));
    assertThat(after(1, 3)).contains(List.of());
  }

  @Test
  void whatIsStillAloneComesAfterWhatTheLogHasByNowOfTheSamePublisher() {
    placed(1, 1, "a");
    alone("x");
    alone("y");
    alone("z");
    placed(1, 2, "b");
    repeated(1, 3, "x");

    assertThat(after(1, 1)).contains(List.of("b", "x", "y", "z"));
    assertThat(after(1, 3)).contains(List.of("y", "z"));
    placed(1, 4, "c");
    alone("z2");
    assertThat(after(1, 2)).contains(List.of("x", "y", "z", "c", "z2"));
  }

  @Test
  void aSessionBeginsBehindWhatIsAlone() {
    placed(1, 1, "a");
    assertThat(backlog.start()).isEqualTo(SessionStart.at(new Position(1, 1)));

    alone("x");
    alone("y");
    SessionStart start = new SessionStart(new Position(1, 1), "alone", number("y"));
    assertThat(backlog.start()).isEqualTo(start);
    assertThat(start.isAfter("alone", number("x"))).isTrue();
    assertThat(start.isAfter("alone", number("y"))).isTrue();
    assertThat(start.isAfter("alone", number("z"))).isFalse();
    assertThat(start.isAfter("node", number("a"))).isFalse();

    backlog.add(new Position(1, 2), "alone", number("x"), true, broadcast("x"), now);
    assertThat(backlog.start())
        .isEqualTo(new SessionStart(new Position(1, 2), "alone", number("y")));
    backlog.add(new Position(1, 3), "alone", number("y"), true, broadcast("y"), now);
    assertThat(backlog.start()).isEqualTo(SessionStart.at(new Position(1, 3)));
  }

  @Test
  void whileWhatWasDroppedHasNoPlaceNobodyIsToldThatNothingIsMissing() {
    placed(1, 1, "a");
    alone("x");
    now += WINDOW + 1;
    placed(1, 2, "b");
    assertThat(after(1, 2)).isEmpty();

    repeated(1, 3, "x");
    assertThat(after(1, 2)).contains(List.of("x"));
  }

  @Test
  void aGapCutsOffWhateverWasBefore() {
    placed(1, 1, "a");
    backlog.gap(new Position(1, 9));

    assertThat(after(1, 1)).isEmpty();
    assertThat(after(1, 8)).isEmpty();
    assertThat(backlog.after(Position.NONE, ROOMS)).isEmpty();
    assertThat(after(1, 9)).contains(List.of());
    placed(1, 10, "b");
    assertThat(after(1, 9)).contains(List.of("b"));
  }

  @Test
  void theOldestGoWhenTheBytesAreUsedUp() {
    long each = broadcast("m0").sizeBytes();
    backlog = new Backlog(10 * each, WINDOW);
    for (int n = 1; n <= 25; n++) {
      placed(1, n, "m" + n % 10);
    }

    assertThat(backlog.sizeBytes()).isEqualTo(10 * each);
    assertThat(after(1, 14)).isEmpty();
    assertThat(after(1, 15).orElseThrow()).hasSize(10);
  }

  /** Invariant: what was dropped for others keeps nobody from coming back. */
  @Test
  void whoseRoomsWereQuietLacksNothingHoweverMuchWasDropped() {
    placed(1, 1, "a");
    for (int offset = 2; offset <= 50; offset++) {
      placedFor("other", 1, offset, "o" + offset);
    }
    now += 2 * WINDOW;
    placedFor("other", 1, 51, "o51");
    placed(1, 52, "b");

    assertThat(after(1, 1)).contains(List.of("o51", "b"));
    assertThat(names(backlog.after(new Position(1, 40), List.of("room", "quiet"))))
        .contains(List.of("o51", "b"));
    assertThat(backlog.after(new Position(1, 40), List.of("room", "other"))).isEmpty();
    assertThat(backlog.after(new Position(1, 50), List.of("room", "other"))).isPresent();
    // The first of all was for this room.
    assertThat(backlog.after(Position.NONE, ROOMS)).isEmpty();
    assertThat(backlog.after(Position.NONE, List.of("quiet"))).isPresent();
  }

  @Test
  void whatNobodyMissesMovesThePlaceOnly() {
    placed(1, 1, "a");
    backlog.add(new Position(1, 2), "node", 77, false, null, now);

    assertThat(after(1, 1)).contains(List.of());
    assertThat(after(1, 2)).contains(List.of());
  }

  /**
   * Invariant: who comes back gets all that this node knows of and that lies after the offset in
   * the log, each once and in order; or is told that it is not known. Never less.
   */
  @RepeatedTest(25)
  void randomLogsAreReplayedAsAModelSays() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Model model = new Model(random);
    for (int step = 0; step < 120; step++) {
      model.step();
    }
    for (Position offset : model.offsets()) {
      assertThat(names(backlog.after(offset, ROOMS)))
          .as("seed %d, offset %s, log %s", seed, offset, model.log)
          .isEqualTo(model.lacks(offset));
    }
  }

  /** The same in the plainest way: one list of all that happened, searched from its beginning. */
  private final class Model {
    final List<Happened> log = new ArrayList<>();
    private final Random random;
    private final Map<String, Long> sequences = new LinkedHashMap<>();
    private final List<Happened> waiting = new ArrayList<>();
    private long epoch;
    private long offset;
    private int gapAt = -1;
    private Position gap;

    Model(Random random) {
      this.random = random;
      epoch = 1L + random.nextInt(3);
      offset = random.nextInt(3);
    }

    void step() {
      now++;
      int dice = random.nextInt(100);
      if (dice < 60) {
        // What waits for its place reaches the log before anything newer of its publisher.
        place(fresh("other" + random.nextInt(2)), false);
      } else if (dice < 72) {
        Happened alone = fresh("own");
        waiting.add(alone);
        happen(alone, Position.NONE);
      } else if (dice < 84) {
        // The log may bring some of them only.
        placeWaiting(random.nextInt(waiting.size() + 1));
      } else if (dice < 88) {
        newEpoch();
      } else if (dice < 90) {
        skip();
      }
    }

    /** Every publisher writes again what it has, in its own order. */
    private void newEpoch() {
      epoch += 1 + random.nextInt(2);
      offset = 0;
      for (String publisher : List.copyOf(sequences.keySet())) {
        List<Happened> again =
            log.stream()
                .filter(one -> one.publisher.equals(publisher) && one.placed())
                .filter(one -> firstPlace(one).equals(one.position))
                .toList();
        int from = again.isEmpty() ? 0 : random.nextInt(again.size());
        again.subList(from, again.size()).forEach(one -> place(one, true));
        if (publisher.equals("own")) {
          placeWaiting(waiting.size());
        }
      }
    }

    private void placeWaiting(int count) {
      List<Happened> first = waiting.subList(0, count);
      first.forEach(alone -> place(alone, true));
      first.clear();
    }

    private void skip() {
      offset += 1 + random.nextInt(3);
      gapAt = log.size();
      gap = new Position(epoch, offset);
      backlog.gap(gap);
    }

    private Happened fresh(String publisher) {
      long sequence = sequences.merge(publisher, 1L, Long::sum);
      return new Happened(publisher, sequence, publisher + '#' + sequence, Position.NONE);
    }

    private void place(Happened one, boolean again) {
      Position position = new Position(epoch, ++offset);
      log.add(one.at(position));
      backlog.add(position, one.publisher, one.sequence, again, broadcast(one.name), now);
    }

    private void happen(Happened one, Position position) {
      log.add(one.at(position));
      backlog.add(position, one.publisher, one.sequence, false, broadcast(one.name), now);
    }

    private Position firstPlace(Happened one) {
      return log.stream()
          .filter(other -> other.same(one) && other.placed())
          .findFirst()
          .map(other -> other.position)
          .orElse(Position.NONE);
    }

    List<Position> offsets() {
      List<Position> all = new ArrayList<>(List.of(Position.NONE));
      for (Happened one : log) {
        if (one.placed()) {
          all.add(one.position);
          all.add(new Position(one.position.epoch(), one.position.offset() + 1));
          all.add(new Position(one.position.epoch() - 1, one.position.offset() + 5));
        }
      }
      return all;
    }

    /** Empty when it cannot be known. */
    Optional<List<String>> lacks(Position from) {
      List<Happened> placed = log.stream().filter(Happened::placed).toList();
      Position first = placed.isEmpty() ? null : placed.get(0).position;
      Position last = placed.isEmpty() ? Position.NONE : placed.get(placed.size() - 1).position;
      if (gap != null && gap.isAfter(last)) {
        last = gap;
      }
      if (from.isAfter(last)) {
        return Optional.empty();
      }
      if (gap != null) {
        if (gap.isAfter(from)) {
          return Optional.empty();
        }
      } else if (from.equals(Position.NONE)) {
        if (first != null && first.offset() != 1) {
          return Optional.empty();
        }
      } else if (first == null || new Position(first.epoch(), first.offset() - 1).isAfter(from)) {
        return Optional.empty();
      }
      List<Happened> lacking = new ArrayList<>();
      for (int i = 0; i < log.size(); i++) {
        Happened one = log.get(i);
        Position place = firstPlace(one);
        boolean sentHere =
            one.placed()
                ? place.equals(one.position) || one.position.epoch() == from.epoch()
                : place.equals(Position.NONE);
        boolean later = !one.placed() || one.position.isAfter(from);
        boolean known = !one.placed() || i >= gapAt;
        if (sentHere && later && known) {
          lacking.add(one);
        }
      }
      return Optional.of(inOrderOfPublisher(lacking).stream().map(Happened::name).toList());
    }

    /** What has no place goes behind the last of the same publisher that has one. */
    private List<Happened> inOrderOfPublisher(List<Happened> lacking) {
      int last = -1;
      for (int i = 0; i < lacking.size(); i++) {
        if (lacking.get(i).placed() && lacking.get(i).publisher.equals("own")) {
          last = i;
        }
      }
      List<Happened> upToLast = new ArrayList<>(lacking.subList(0, last + 1));
      List<Happened> early = upToLast.stream().filter(one -> !one.placed()).toList();
      upToLast.removeAll(early);
      upToLast.addAll(early);
      upToLast.addAll(lacking.subList(last + 1, lacking.size()));
      return upToLast;
    }
  }

  private record Happened(String publisher, long sequence, String name, Position position) {
    Happened at(Position place) {
      return new Happened(publisher, sequence, name, place);
    }

    boolean placed() {
      return !position.equals(Position.NONE);
    }

    boolean same(Happened other) {
      return publisher.equals(other.publisher) && sequence == other.sequence;
    }

    @Override
    public String toString() {
      return name + '@' + position;
    }
  }

  private final Map<String, Long> numbers = new LinkedHashMap<>();

  private long number(String name) {
    return numbers.computeIfAbsent(name, absent -> numbers.size() + 1L);
  }

  private void placed(long epoch, long offset, String name) {
    backlog.add(new Position(epoch, offset), "node", number(name), false, broadcast(name), now);
  }

  private void placedFor(String room, long epoch, long offset, String name) {
    backlog.add(
        new Position(epoch, offset), "node", number(name), false, broadcast(room, name), now);
  }

  private void repeated(long epoch, long offset, String name) {
    String publisher = name.startsWith("x") ? "alone" : "node";
    backlog.add(new Position(epoch, offset), publisher, number(name), true, broadcast(name), now);
  }

  private void alone(String name) {
    backlog.add(Position.NONE, "alone", number(name), false, broadcast(name), now);
  }

  private Optional<List<String>> after(long epoch, long offset) {
    return names(backlog.after(new Position(epoch, offset), ROOMS));
  }

  private static Optional<List<String>> names(Optional<List<Backlog.Entry>> missed) {
    return missed.map(
        entries ->
            entries.stream().map(entry -> ((Broadcast) entry.what()).event().event()).toList());
  }

  private static Missable broadcast(String name) {
    return broadcast("room", name);
  }

  private static Missable broadcast(String room, String name) {
    return Broadcast.of(
        new RoomEvent("/", room, name, "", List.of(), Delivery.ORDERED, null, null), null);
  }
}
