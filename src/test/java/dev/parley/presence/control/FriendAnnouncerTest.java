package dev.parley.presence.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Roster.Transition;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FriendAnnouncerTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration BATCH = Duration.ofMillis(250);

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final ManualTimer timer = new ManualTimer();
  private final FriendAnnouncer announcer = announcer(word -> {});

  @Test
  void thoseWhoShareARoomAreToldAndNobodyElse() {
    announcer.changed(change("alice", true));
    announcer.changed(change("stranger", true));
    announcer.changed(change("alice", false));
    assertThat(told).isEmpty();

    timer.advance(BATCH);

    assertThat(told).containsExactly("[room] online alice", "[room] offline alice");
  }

  /** Invariant: what an announcement costs holds up no thread but one. */
  @Test
  void whileOneReportTakesLongNobodyElseWaitsAndNoSecondOneRuns() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FriendAnnouncer slow =
        announcer(
            word -> {
              busy.countDown();
              awaitBriefly(release);
            });
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      slow.changed(change("alice", true));
      Future<?> reporting = pool.submit(() -> timer.advance(BATCH));
      assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();

      Future<?> others =
          pool.submit(
              () -> {
                slow.changed(change("bob", true));
                timer.advance(BATCH);
              });
      others.get(5, TimeUnit.SECONDS);
      assertThat(told).isEmpty();
      release.countDown();
      reporting.get(5, TimeUnit.SECONDS);
      timer.advance(BATCH.multipliedBy(4));
    } finally {
      release.countDown();
      pool.shutdownNow();
    }
    assertThat(told).containsExactly("[room] online alice", "[room] online bob");
  }

  @Test
  void aReportThatFailsCostsNoOtherOne() {
    FriendAnnouncer failing =
        announcer(
            word -> {
              told.add("failed " + word);
              throw new StackOverflowError("a bug");
            });
    failing.changed(change("alice", true));
    failing.changed(change("bob", true));
    timer.advance(BATCH);
    failing.changed(change("carol", true));
    timer.advance(BATCH);

    assertThat(told)
        .containsExactly(
            "failed [room] online alice", "failed [room] online bob", "failed [room] online carol");
  }

  private FriendAnnouncer announcer(Consumer<String> before) {
    return new FriendAnnouncer(
        userId -> userId.equals("stranger") ? Set.of() : Set.of("room"),
        new FriendFeed() {
          @Override
          public void online(Set<String> rooms, String userId, Instant at) {
            tell(rooms + " online " + userId);
          }

          @Override
          public void offline(Set<String> rooms, String userId, Instant at) {
            tell(rooms + " offline " + userId);
          }

          private void tell(String word) {
            before.accept(word);
            told.add(word);
          }
        },
        timer);
  }

  private static Transition change(String userId, boolean online) {
    return new Transition(userId, null, online, NOW);
  }

  private static void awaitBriefly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
