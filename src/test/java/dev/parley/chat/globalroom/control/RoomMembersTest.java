package dev.parley.chat.globalroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.RoomMembers.Present;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.memory.MemoryRoster;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RoomMembersTest {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  // Whoever left may come back for an interval, and what is to be told waits for another one.
  private static final Duration TOLD = INTERVAL.multipliedBy(3);
  private static final Participant ALICE = new Participant("alice", "Alice");
  private static final Participant BOB = new Participant("bob", null);

  private final RecordingFeed feed = new RecordingFeed();
  private final Set<String> visitors = new HashSet<>();
  private final ManualTimer timer = new ManualTimer();
  private final RoomMembers members =
      new RoomMembers(
          "/room", feed, visitors::add, new MemoryRoster("node", timer, timer), timer, INTERVAL);

  @Test
  void aUserJoinsWithTheFirstSocketAndLeavesWithTheLast() {
    members.join(member(ALICE, "1"));
    members.join(member(ALICE, "2"));
    timer.advance(TOLD);
    members.leave("alice", "1");
    members.leave("alice", "2");
    timer.advance(TOLD);

    assertThat(feed.events()).containsExactly("joined alice", "count 1", "left alice", "count 0");
    assertThat(members.count()).isZero();
    assertThat(visitors).containsExactly("alice");
  }

  @Test
  void theSameSocketCountsOnceAndAnUnknownOneNotAtAll() {
    members.join(member(ALICE, "1"));
    members.join(member(ALICE, "1"));
    members.leave("alice", "7");
    members.leave("bob", "1");
    assertThat(members.present(10)).containsExactly(new Present(ALICE, 1));
    timer.advance(TOLD);

    members.leave("alice", "1");
    members.leave("alice", "1");
    timer.advance(TOLD);
    assertThat(feed.events()).containsExactly("joined alice", "count 1", "left alice", "count 0");
  }

  @Test
  void thoseLongestHereComeFirstAndTheListIsCut() {
    members.join(member(BOB, "b1"));
    members.join(member(ALICE, "a1"));
    members.join(member(BOB, "b2"));

    // Two tabs of one device.
    assertThat(members.present(10)).containsExactly(new Present(BOB, 1), new Present(ALICE, 1));
    assertThat(members.present(1)).containsExactly(new Present(BOB, 1));
    assertThat(members.count()).isEqualTo(2);
  }

  @Test
  void countsAreToldOnceAnInterval() {
    members.join(member(ALICE, "1"));
    members.join(member(BOB, "2"));
    assertThat(feed.events()).doesNotContain("count 2");

    timer.advance(TOLD);
    assertThat(feed.events()).containsOnlyOnce("count 2").doesNotContain("count 1");

    timer.advance(TOLD);
    members.leave("bob", "2");
    timer.advance(TOLD);
    assertThat(feed.events()).endsWith("count 1");
  }

  @Test
  void aReconnectWithinTheIntervalIsNoNews() {
    members.join(member(ALICE, "1"));
    timer.advance(TOLD);
    members.leave("alice", "1");
    members.join(member(ALICE, "2"));
    members.join(member(BOB, "3"));
    members.leave("bob", "3");
    timer.advance(TOLD);

    assertThat(feed.events()).containsExactly("joined alice", "count 1");
  }

  @Test
  void aRushIsToldAsANumberAndNotByName() {
    come(0, RoomMembers.MAX_NAMED + 1);
    timer.advance(TOLD);
    members.join(member(ALICE, "1"));
    timer.advance(TOLD);

    assertThat(feed.events()).containsExactly("count 101", "joined alice", "count 102");
  }

  /** Invariant: what a second of comings and goings costs does not grow with the room. */
  @Test
  void aLargeRoomIsToldLessOftenAndOfFewerNames() {
    come(0, 1_000);
    timer.advance(TOLD);
    assertThat(feed.events()).containsExactly("count 1000");

    // It rests for a second after each telling, and a second is worth two names.
    come(1_000, 1_001);
    timer.advance(Duration.ofMillis(400));
    assertThat(feed.events()).hasSize(1);
    timer.advance(Duration.ofMillis(200));
    assertThat(feed.events()).hasSize(3).endsWith("joined user1000", "count 1001");
    come(1_001, 1_004);
    timer.advance(Duration.ofSeconds(1));
    assertThat(feed.events()).hasSize(6).contains("joined user1001", "joined user1002");
    assertThat(feed.events()).endsWith("count 1004").doesNotContain("joined user1003");
  }

  @Test
  void whoComesIntoAQuietLargeRoomIsToldAtOnce() {
    come(0, 3_000);
    timer.advance(Duration.ofSeconds(10));
    come(3_000, 3_001);
    timer.advance(Duration.ofMillis(300));

    assertThat(feed.events()).endsWith("joined user3000", "count 3001");
  }

  @Test
  void oneNameIsToldInARoomOfAnySize() {
    come(0, 8_000);
    timer.advance(TOLD);
    come(8_000, 8_001);
    timer.advance(Duration.ofSeconds(9));

    assertThat(feed.events()).containsExactly("count 8000", "joined user8000", "count 8001");
  }

  private void come(int from, int to) {
    for (int i = from; i < to; i++) {
      members.join(member(new Participant("user" + i, null), "socket" + i));
    }
  }

  /** Invariant: joined and left alternate, however a user's sockets race each other. */
  @Test
  void racingSocketsOfOneUserAreAnnouncedOncePerTransition() throws Exception {
    int sockets = 8;
    int rounds = 500;
    ExecutorService pool = Executors.newFixedThreadPool(sockets + 1);
    CyclicBarrier together = new CyclicBarrier(sockets);
    List<Callable<Void>> work = new ArrayList<>();
    for (int socket = 0; socket < sockets; socket++) {
      String id = "s" + socket;
      work.add(
          () -> {
            together.await();
            for (int round = 0; round < rounds; round++) {
              members.join(member(ALICE, id));
              members.leave("alice", id);
            }
            return null;
          });
    }
    work.add(
        () -> {
          for (int round = 0; round < rounds; round++) {
            timer.advance(TOLD);
          }
          return null;
        });
    try {
      for (Future<Void> done : pool.invokeAll(work)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
    timer.advance(TOLD);

    List<String> events =
        feed.events().stream().filter(event -> !event.startsWith("count")).toList();
    assertThat(events.size()).isEven();
    for (int index = 0; index < events.size(); index++) {
      assertThat(events.get(index)).isEqualTo(index % 2 == 0 ? "joined alice" : "left alice");
    }
    assertThat(members.count()).isZero();
  }

  private static Member member(Participant participant, String socketId) {
    return new Member(
        participant.userId(),
        participant.name(),
        socketId,
        "device",
        null,
        Instant.parse("2030-01-01T00:00:00Z"),
        false);
  }
}
