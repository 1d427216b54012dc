package dev.parley.chat.globalroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.RoomMembers.Present;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
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
  private static final Participant ALICE = new Participant("alice", "Alice");
  private static final Participant BOB = new Participant("bob", null);

  private final RecordingFeed feed = new RecordingFeed();
  private final Set<String> visitors = new HashSet<>();
  private final ManualTimer timer = new ManualTimer();
  private final RoomMembers members = new RoomMembers(feed, visitors::add, timer, timer, INTERVAL);

  @Test
  void aUserJoinsWithTheFirstSocketAndLeavesWithTheLast() {
    members.join(ALICE, "1");
    members.join(ALICE, "2");
    timer.advance(INTERVAL);
    members.leave("alice", "1");
    members.leave("alice", "2");
    timer.advance(INTERVAL);

    assertThat(feed.events()).containsExactly("joined alice", "count 1", "left alice", "count 0");
    assertThat(members.count()).isZero();
    assertThat(visitors).containsExactly("alice");
  }

  @Test
  void theSameSocketCountsOnceAndAnUnknownOneNotAtAll() {
    members.join(ALICE, "1");
    members.join(ALICE, "1");
    members.leave("alice", "7");
    members.leave("bob", "1");
    assertThat(members.present(10)).containsExactly(new Present(ALICE, 1));
    timer.advance(INTERVAL);

    members.leave("alice", "1");
    members.leave("alice", "1");
    timer.advance(INTERVAL);
    assertThat(feed.events()).containsExactly("joined alice", "count 1", "left alice", "count 0");
  }

  @Test
  void thoseLongestHereComeFirstAndTheListIsCut() {
    members.join(BOB, "b1");
    members.join(ALICE, "a1");
    members.join(BOB, "b2");

    assertThat(members.present(10)).containsExactly(new Present(BOB, 2), new Present(ALICE, 1));
    assertThat(members.present(1)).containsExactly(new Present(BOB, 2));
    assertThat(members.count()).isEqualTo(2);
  }

  @Test
  void countsAreToldOnceAnInterval() {
    members.join(ALICE, "1");
    members.join(BOB, "2");
    assertThat(feed.events()).doesNotContain("count 2");

    timer.advance(INTERVAL);
    assertThat(feed.events()).containsOnlyOnce("count 2").doesNotContain("count 1");

    timer.advance(INTERVAL);
    members.leave("bob", "2");
    timer.advance(INTERVAL);
    assertThat(feed.events()).endsWith("count 1");
  }

  @Test
  void aReconnectWithinTheIntervalIsNoNews() {
    members.join(ALICE, "1");
    timer.advance(INTERVAL);
    members.leave("alice", "1");
    members.join(ALICE, "2");
    members.join(BOB, "3");
    members.leave("bob", "3");
    timer.advance(INTERVAL);

    assertThat(feed.events()).containsExactly("joined alice", "count 1", "count 1");
  }

  @Test
  void aRushIsToldAsANumberAndNotByName() {
    for (int i = 0; i <= RoomMembers.MAX_NAMED; i++) {
      members.join(new Participant("user" + i, null), "socket" + i);
    }
    timer.advance(INTERVAL);
    members.join(ALICE, "1");
    timer.advance(INTERVAL);

    assertThat(feed.events()).containsExactly("count 101", "joined alice", "count 102");
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
              members.join(ALICE, id);
              members.leave("alice", id);
            }
            return null;
          });
    }
    work.add(
        () -> {
          for (int round = 0; round < rounds; round++) {
            timer.advance(INTERVAL);
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
    timer.advance(INTERVAL);

    List<String> events =
        feed.events().stream().filter(event -> !event.startsWith("count")).toList();
    assertThat(events.size()).isEven();
    for (int index = 0; index < events.size(); index++) {
      assertThat(events.get(index)).isEqualTo(index % 2 == 0 ? "joined alice" : "left alice");
    }
    assertThat(members.count()).isZero();
  }
}
