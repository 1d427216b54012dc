package dev.parley.presence.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PresenceTrackerTest {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration BATCH = Duration.ofMillis(250);
  private static final Duration SHORTER = Duration.ofMillis(1_900);

  private final ManualTimer timer = new ManualTimer();
  private final List<String> reports = new ArrayList<>();
  private final PresenceTracker tracker =
      new PresenceTracker(
          timer,
          timer,
          GRACE,
          (change, online) ->
              reports.add((change.online() ? "online " : "offline ") + change.userId()));

  @Test
  void theFirstSocketIsReportedAndFurtherOnesAreNot() {
    tracker.connected("alice", "1");
    tracker.connected("alice", "2");
    timer.advance(GRACE);

    assertThat(reports).containsExactly("online alice");
    assertThat(tracker.sockets("alice")).isEqualTo(2);
    assertThat(tracker.status("alice")).isEqualTo(Status.ONLINE);
  }

  @Test
  void theLastSocketIsReportedAfterTheGrace() {
    tracker.connected("alice", "1");
    timer.advance(SHORTER);
    Instant left = timer.now();
    tracker.disconnected("alice", "1");

    timer.advance(SHORTER);
    assertThat(reports).containsExactly("online alice");
    assertThat(tracker.status("alice")).isEqualTo(Status.ONLINE);

    timer.advance(SHORTER);
    assertThat(reports).containsExactly("online alice", "offline alice");
    assertThat(tracker.status("alice")).isEqualTo(Status.OFFLINE);
    assertThat(tracker.lastSeen("alice")).contains(left);
    assertThat(tracker.lastSeen("nobody")).isEmpty();
  }

  @Test
  void aReloadIsNoNoiseHoweverOftenItHappens() {
    tracker.connected("alice", "0");
    timer.advance(GRACE);
    for (int reload = 0; reload < 5; reload++) {
      tracker.disconnected("alice", "" + reload);
      timer.advance(SHORTER);
      tracker.connected("alice", "" + (reload + 1));
      timer.advance(Duration.ofMillis(300));
    }
    timer.advance(GRACE);

    assertThat(reports).containsExactly("online alice");
  }

  /** Invariant: an old check never cuts short the grace of a newer going. */
  @Test
  void everyGoingHasAGraceOfItsOwn() {
    tracker.connected("alice", "1");
    timer.advance(GRACE);
    tracker.disconnected("alice", "1");
    timer.advance(SHORTER);
    tracker.connected("alice", "2");
    tracker.disconnected("alice", "2");

    timer.advance(SHORTER);
    assertThat(reports).containsExactly("online alice");
    timer.advance(SHORTER);
    assertThat(reports).containsExactly("online alice", "offline alice");
  }

  @Test
  void whoComesAndGoesAtOnceIsNeverReported() {
    tracker.connected("alice", "1");
    tracker.disconnected("alice", "1");
    timer.advance(GRACE);

    assertThat(reports).isEmpty();
    assertThat(tracker.status("alice")).isEqualTo(Status.OFFLINE);
  }

  @Test
  void aUserIsAwayWhenEverySocketSaysSo() {
    tracker.connected("alice", "1");
    tracker.connected("alice", "2");

    assertThat(tracker.set("alice", "1", Status.AWAY)).isEqualTo(Status.ONLINE);
    assertThat(tracker.set("alice", "2", Status.AWAY)).isEqualTo(Status.AWAY);
    assertThat(tracker.set("alice", "unknown", Status.ONLINE)).isEqualTo(Status.AWAY);
    tracker.connected("alice", "3");
    assertThat(tracker.status("alice")).isEqualTo(Status.ONLINE);
    assertThat(tracker.set("nobody", "1", Status.AWAY)).isEqualTo(Status.OFFLINE);
  }

  /** Invariant: what an announcement costs holds up no thread but one. */
  @Test
  void whileOneReportTakesLongNobodyElseWaitsAndNoSecondOneRuns() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    List<String> reported = new CopyOnWriteArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ManualTimer clock = new ManualTimer();
    PresenceTracker slow =
        new PresenceTracker(
            clock,
            clock,
            GRACE,
            (change, online) -> {
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              busy.countDown();
              awaitBriefly(release);
              reported.add(change.userId());
              inside.decrementAndGet();
            });
    try {
      slow.connected("alice", "1");
      slow.connected("bob", "1");
      Future<?> reporting = pool.submit(() -> clock.advance(BATCH));
      assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();

      Future<?> others =
          pool.submit(
              () -> {
                slow.connected("carol", "1");
                clock.advance(BATCH);
                assertThat(slow.isHere("carol")).isTrue();
                assertThat(slow.sockets("alice")).isEqualTo(1);
              });
      others.get(5, TimeUnit.SECONDS);
      release.countDown();
      reporting.get(5, TimeUnit.SECONDS);
      clock.advance(GRACE);
    } finally {
      release.countDown();
      pool.shutdownNow();
    }
    assertThat(reported).containsExactly("alice", "bob", "carol");
  }

  @Test
  void aReportThatFailsCostsNoOtherOne() {
    List<String> reported = new ArrayList<>();
    PresenceTracker failing =
        new PresenceTracker(
            timer,
            timer,
            GRACE,
            (change, online) -> {
              reported.add(change.userId());
              throw new StackOverflowError("a bug");
            });
    failing.connected("alice", "1");
    failing.connected("bob", "1");
    timer.advance(BATCH);
    failing.connected("carol", "1");
    timer.advance(BATCH);

    assertThat(reported).containsExactly("alice", "bob", "carol");
  }

  /** Invariant: reports of one user alternate and end with the truth, whoever races. */
  @Test
  void racingSocketsAreReportedInTurns() throws Exception {
    int sockets = 8;
    ExecutorService pool = Executors.newFixedThreadPool(sockets);
    List<Callable<Void>> work = new ArrayList<>();
    for (int socket = 0; socket < sockets; socket++) {
      String id = "s" + socket;
      work.add(
          () -> {
            for (int round = 0; round < 300; round++) {
              tracker.connected("alice", id);
              tracker.disconnected("alice", id);
            }
            return null;
          });
    }
    try {
      for (int round = 0; round < 3; round++) {
        for (Future<Void> done : pool.invokeAll(work)) {
          done.get();
        }
        timer.advance(GRACE.plus(BATCH));
        tracker.connected("alice", "last");
        timer.advance(GRACE.plus(BATCH));
        tracker.disconnected("alice", "last");
        timer.advance(GRACE.plus(BATCH));
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(reports)
        .containsExactly(
            "online alice",
            "offline alice",
            "online alice",
            "offline alice",
            "online alice",
            "offline alice");
    assertThat(tracker.sockets("alice")).isZero();
  }

  private static void awaitBriefly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
