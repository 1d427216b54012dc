package dev.parley.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A write that waits for its peer costs its own connection and nobody else. */
class WriteThreadsTest {
  private static final Duration OVERDUE = Duration.ofSeconds(5);
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final ManualTimer timer = new ManualTimer();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch peerReads = new CountDownLatch(1);
  private final AtomicInteger overdue = new AtomicInteger();
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void letAllGo() {
    peerReads.countDown();
  }

  private WriteThreads writing(int count, int maxStuck) {
    return new WriteThreads(this::thread, timer, timer, count, OVERDUE, maxStuck);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "write-threads-test");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private long alive() {
    return threads.stream().filter(Thread::isAlive).count();
  }

  /** A task whose peer does not read. */
  private final class Waiting implements WriteStripe.Task {
    final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void run() {
      begun.countDown();
      await().atMost(BOUND).until(() -> peerReads.getCount() == 0);
      ran.add("waiting");
    }

    @Override
    public void overdue() {
      overdue.incrementAndGet();
    }
  }

  private Waiting submitWaiting(WriteStripe stripe) throws InterruptedException {
    Waiting waiting = new Waiting();
    stripe.submit(waiting);
    assertThat(waiting.begun.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return waiting;
  }

  @Test
  void theTasksOfAStripeRunInTheirOrder() {
    try (WriteThreads writing = writing(2, 4)) {
      WriteStripe stripe = writing.assign();
      for (int i = 0; i < 1_000; i++) {
        String number = Integer.toString(i);
        stripe.submit(() -> ran.add(number));
      }

      await().atMost(BOUND).until(() -> ran.size() == 1_000);
      assertThat(ran).startsWith("0", "1", "2").endsWith("999").isSortedAccordingTo(byNumber());
    }
  }

  private static Comparator<String> byNumber() {
    return Comparator.comparingInt(Integer::parseInt);
  }

  @Test
  void connectionsTakeTurnsOnTheStripes() {
    try (WriteThreads writing = writing(2, 4)) {
      WriteStripe first = writing.assign();

      assertThat(writing.assign()).isNotSameAs(first);
      assertThat(writing.assign()).isSameAs(first);
    }
  }

  @Test
  void anotherThreadGoesOnWhereAWriteWaitsForItsPeer() throws InterruptedException {
    try (WriteThreads writing = writing(1, 4)) {
      WriteStripe stripe = writing.assign();
      submitWaiting(stripe);
      stripe.submit(() -> ran.add("next"));

      timer.advance(WriteThreads.PATIENCE.multipliedBy(2));

      await().atMost(BOUND).until(() -> ran.contains("next"));
      assertThat(ran).containsExactly("next");
      assertThat(writing.stuck()).isEqualTo(1);
      assertThat(writing.replaced()).isEqualTo(1);
    }
  }

  /** A collection or a suspended process: the timer may run before the thread that writes does. */
  @Test
  void aTaskThatIsFirstSeenAfterAPauseGetsASecondLook() throws InterruptedException {
    try (WriteThreads writing = writing(1, 4)) {
      submitWaiting(writing.assign());

      timer.stall(WriteThreads.PATIENCE.multipliedBy(8));
      timer.advance(Duration.ofMillis(1));
      assertThat(writing.replaced()).isZero();

      timer.advance(WriteThreads.PATIENCE.dividedBy(2));
      assertThat(writing.replaced()).isEqualTo(1);
    }
  }

  @Test
  void aThreadThatComesBackFindsItsPlaceTakenAndEnds() throws InterruptedException {
    try (WriteThreads writing = writing(1, 4)) {
      WriteStripe stripe = writing.assign();
      submitWaiting(stripe);
      timer.advance(WriteThreads.PATIENCE.multipliedBy(2));
      assertThat(alive()).isEqualTo(2);

      peerReads.countDown();

      await().atMost(BOUND).until(() -> alive() == 1);
      assertThat(writing.stuck()).isZero();
      stripe.submit(() -> ran.add("after"));
      await().atMost(BOUND).until(() -> ran.contains("after"));
    }
  }

  @Test
  void aWriteThatIsOverdueIsToldOnce() throws InterruptedException {
    try (WriteThreads writing = writing(1, 4)) {
      submitWaiting(writing.assign());

      timer.advance(OVERDUE.minusSeconds(1));
      assertThat(overdue).hasValue(0);
      timer.advance(Duration.ofSeconds(60));

      assertThat(overdue).hasValue(1);
    }
  }

  @Test
  void noMoreThreadsWaitThanAllowed() throws InterruptedException {
    try (WriteThreads writing = writing(1, 2)) {
      WriteStripe stripe = writing.assign();
      for (int i = 0; i < 3; i++) {
        submitWaiting(stripe);
        timer.advance(WriteThreads.PATIENCE.multipliedBy(2));
      }

      assertThat(writing.stuck()).isEqualTo(2);
      assertThat(threads).hasSize(3);
    }
  }

  /** Or clients that make sends wait would have a thread each, until there is none. */
  @Test
  void whileSeveralThreadsWaitNoSendGoesWithoutATimeLimit() throws InterruptedException {
    try (WriteThreads writing = writing(1, 100)) {
      IntSupplier credit = writing.credit(4_096);
      WriteStripe stripe = writing.assign();
      for (int i = 0; i < WriteThreads.FEW; i++) {
        submitWaiting(stripe);
        timer.advance(WriteThreads.PATIENCE.multipliedBy(2));
      }
      assertThat(credit.getAsInt()).isEqualTo(4_096);

      submitWaiting(stripe);
      timer.advance(WriteThreads.PATIENCE.multipliedBy(2));
      assertThat(credit.getAsInt()).isZero();

      peerReads.countDown();
      await().atMost(BOUND).until(() -> credit.getAsInt() == 4_096);
    }
  }

  @Test
  void theLagIsHowLongATaskWaits() throws InterruptedException {
    try (WriteThreads writing = writing(1, 0)) {
      WriteStripe stripe = writing.assign();
      assertThat(writing.lagNanos()).isZero();
      submitWaiting(stripe);

      timer.advance(Duration.ofSeconds(2));
      assertThat(Duration.ofNanos(writing.lagNanos())).isGreaterThan(Duration.ofSeconds(1));

      peerReads.countDown();
      await().atMost(BOUND).until(() -> ran.contains("waiting"));
      stripe.submit(() -> ran.add("after"));
      await().atMost(BOUND).until(() -> ran.contains("after"));
      timer.advance(WriteThreads.PATIENCE);
      await().atMost(BOUND).until(() -> writing.lagNanos() < 1_000_000_000);
    }
  }

  @Test
  void aTaskThatThrowsStopsNothing() {
    try (WriteThreads writing = writing(1, 2)) {
      WriteStripe stripe = writing.assign();
      stripe.submit(
          () -> {
            throw new IllegalStateException("expected by this test");
          });
      stripe.submit(() -> ran.add("next"));

      await().atMost(BOUND).until(() -> ran.contains("next"));
    }
  }

  @Test
  void theThreadsEndWithTheirOwner() {
    WriteThreads writing = writing(3, 2);
    writing.close();

    await().atMost(BOUND).until(() -> alive() == 0);
  }

  /** A wake-up that is lost would leave a task for ever. */
  @Test
  void noTaskIsLeftWhenManyThreadsSubmit() throws InterruptedException {
    int each = 20_000;
    AtomicInteger done = new AtomicInteger();
    try (WriteThreads writing = writing(2, 2)) {
      Thread[] submitting = new Thread[4];
      for (int t = 0; t < submitting.length; t++) {
        WriteStripe stripe = writing.assign();
        submitting[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < each; i++) {
                    stripe.submit(done::incrementAndGet);
                  }
                });
        submitting[t].start();
      }
      for (Thread thread : submitting) {
        thread.join();
      }
      await().atMost(BOUND).until(() -> done.get() == submitting.length * each);
    }
  }
}
