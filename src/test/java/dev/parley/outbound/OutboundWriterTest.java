package dev.parley.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboundWriterTest {
  private static final int BUDGET = 100;

  private final List<String> told = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final Deque<FrameSink.Callback> inFlight = new ArrayDeque<>();
  private final OutboundWriter writer = new OutboundWriter(BUDGET, WriteStripe.DIRECT, new Told());

  private final class Told implements OutboundWriter.Events {
    @Override
    public void waiting() {
      told.add("waiting");
    }

    @Override
    public void overflowed() {
      told.add("overflowed");
    }

    @Override
    public void failed() {
      told.add("failed");
    }
  }

  private void write(Frame frame, FrameSink.Callback callback) {
    written.add(((Frame.Text) frame).text());
    inFlight.add(callback);
  }

  private void finishOne() {
    inFlight.remove().done(true);
  }

  private void finishAll() {
    while (!inFlight.isEmpty()) {
      finishOne();
    }
  }

  private static OutboundMessage ordered(String... texts) {
    return message(Delivery.ORDERED, null, texts);
  }

  private static OutboundMessage message(Delivery delivery, String key, String... texts) {
    List<Frame> frames = new ArrayList<>();
    for (String text : texts) {
      frames.add(Frame.Text.of(text));
    }
    return OutboundMessage.of(frames, delivery, key);
  }

  /** Its frames are kept for others anyway; a batch goes by what is on the wire all the same. */
  @Test
  void aSharedMessageCountsForItsPlaceInTheQueue() {
    OutboundMessage large = ordered("x".repeat(80));
    assertThat(large.shared().sizeBytes()).isEqualTo(OutboundMessage.PLACE_BYTES);
    assertThat(ordered("x").shared().sizeBytes()).isEqualTo(1);

    assertThat(writer.offer(large.shared())).isTrue();
    assertThat(writer.queuedBytes()).isEqualTo(OutboundMessage.PLACE_BYTES);
    assertThat(writer.offer(ordered("y".repeat(30)))).isTrue();

    assertThat(writer.take(100)).hasSize(1);
    assertThat(writer.queuedBytes()).isEqualTo(30);
    assertThat(writer.take(100)).hasSize(1);
    assertThat(writer.queuedBytes()).isZero();
    assertThat(told).doesNotContain("overflowed");
  }

  @Test
  void oneFrameIsInFlightAtATimeAndOrderIsKept() {
    writer.attach(this::write);
    writer.offer(ordered("a"));
    writer.offer(ordered("b"));
    writer.offer(ordered("c"));
    assertThat(written).containsExactly("a");

    finishOne();
    assertThat(written).containsExactly("a", "b");
    finishAll();

    assertThat(written).containsExactly("a", "b", "c");
    assertThat(writer.queuedBytes()).isZero();
  }

  @Test
  void theFramesOfAMessageHaveNothingBetweenThem() {
    writer.attach(this::write);
    writer.offer(ordered("a1", "a2", "a3"));
    writer.offer(message(Delivery.COALESCIBLE, "k", "c"));
    writer.offer(ordered("b1", "b2"));
    finishAll();

    assertThat(written).containsExactly("a1", "a2", "a3", "c", "b1", "b2");
  }

  @Test
  void theNewestOfAKeyTakesThePlaceOfTheOneThatWaits() {
    writer.attach(this::write);
    writer.offer(ordered("first"));
    writer.offer(message(Delivery.COALESCIBLE, "k", "old"));
    writer.offer(ordered("last"));
    writer.offer(message(Delivery.COALESCIBLE, "k", "newest"));
    assertThat(writer.queuedBytes()).isEqualTo(10);
    finishAll();

    assertThat(written).containsExactly("first", "newest", "last");
  }

  @Test
  void aKeyThatIsBeingWrittenIsNotReplaced() {
    writer.attach(this::write);
    writer.offer(message(Delivery.COALESCIBLE, "k", "one"));
    writer.offer(message(Delivery.COALESCIBLE, "k", "two"));
    finishAll();

    assertThat(written).containsExactly("one", "two");
  }

  @Test
  void aVolatileMessageIsDroppedWhenAnythingWaits() {
    writer.attach(this::write);
    assertThat(writer.offer(message(Delivery.VOLATILE, null, "shown"))).isTrue();
    assertThat(writer.offer(message(Delivery.VOLATILE, null, "dropped"))).isFalse();
    finishAll();

    assertThat(written).containsExactly("shown");
  }

  @Test
  void overTheBudgetTheQueueIsFreedAndTheOwnerToldOnce() {
    writer.attach(this::write);
    writer.offer(ordered("x"));
    assertThat(writer.offer(ordered("y".repeat(BUDGET)))).isTrue();
    assertThat(writer.offer(ordered("z"))).isFalse();
    assertThat(writer.offer(ordered("z"))).isFalse();

    assertThat(told).containsExactly("overflowed");
    assertThat(writer.queuedBytes()).isZero();
    finishAll();
    assertThat(written).containsExactly("x");
  }

  @Test
  void aVolatileMessageThatWaitsMakesRoomBeforeTheConnectionIsEnded() {
    writer.offer(message(Delivery.VOLATILE, null, "v".repeat(60)));
    assertThat(writer.offer(ordered("o".repeat(60)))).isTrue();

    assertThat(writer.queuedBytes()).isEqualTo(60);
    assertThat(told).containsExactly("waiting", "waiting");
  }

  @Test
  void aMessageLargerThanTheBudgetPassesWhereNothingWaits() {
    assertThat(writer.offer(ordered("m".repeat(3 * BUDGET)))).isTrue();
    assertThat(writer.take(10)).hasSize(1);
  }

  @Test
  void aReplacementThatGrowsTooLargeIsAnOverflowToo() {
    writer.offer(ordered("o".repeat(60)));
    writer.offer(message(Delivery.COALESCIBLE, "k", "small"));

    assertThat(writer.offer(message(Delivery.COALESCIBLE, "k", "x".repeat(60)))).isFalse();
    assertThat(told).endsWith("overflowed");
  }

  @Test
  void aFailedWriteClosesTheWriterAndIsToldOnce() {
    writer.attach(this::write);
    writer.offer(ordered("a"));
    writer.offer(ordered("b"));

    inFlight.remove().done(false);

    assertThat(told).containsExactly("failed");
    assertThat(writer.offer(ordered("c"))).isFalse();
    assertThat(writer.queuedBytes()).isZero();
  }

  @Test
  void aSinkThatThrowsHasFailed() {
    writer.attach(
        (frame, callback) -> {
          throw new IllegalStateException("closed");
        });
    writer.offer(ordered("a"));

    assertThat(told).containsExactly("failed");
  }

  @Test
  void aBatchHoldsWholeMessagesUpToItsSize() {
    writer.offer(ordered("aa", "aa"));
    writer.offer(ordered("bb", "bb"));
    writer.offer(ordered("cc"));

    assertThat(writer.take(7)).hasSize(2);
    assertThat(writer.take(100)).hasSize(3);
    assertThat(writer.take(100)).isEmpty();
  }

  @Test
  void whatWaitedInTheQueueGoesToALaterSinkInOrder() {
    writer.offer(ordered("a"));
    writer.offer(ordered("b"));
    writer.attach(this::write);
    writer.offer(ordered("c"));
    finishAll();

    assertThat(written).containsExactly("a", "b", "c");
  }

  @Test
  void flushedIsToldWhenTheLastFrameHasLeft() {
    writer.attach(this::write);
    writer.offer(ordered("a"));
    writer.offer(ordered("b"));
    writer.whenFlushed(() -> told.add("flushed"));
    finishOne();
    assertThat(told).isEmpty();
    finishOne();

    assertThat(told).containsExactly("flushed");
    writer.whenFlushed(() -> told.add("at once"));
    assertThat(told).containsExactly("flushed", "at once");
  }

  @Test
  void aSinkThatDiesOfAnErrorHasFailed() {
    writer.attach(
        (frame, callback) -> {
          throw new StackOverflowError();
        });
    writer.offer(ordered("a"));

    assertThat(told).containsExactly("failed");
  }

  @Test
  void aWriteThatIsOverdueEndsTheConnectionAndItsLateEndChangesNothing() {
    List<WriteStripe.Task> tasks = new ArrayList<>();
    OutboundWriter slow = new OutboundWriter(BUDGET, tasks::add, new Told());
    slow.attach(this::write);
    slow.offer(ordered("a"));
    slow.offer(ordered("b"));
    tasks.get(0).run();

    tasks.get(0).overdue();
    tasks.get(0).overdue();
    finishOne();

    assertThat(told).containsExactly("failed");
    assertThat(written).containsExactly("a");
    assertThat(slow.queuedBytes()).isZero();
    assertThat(tasks).hasSize(1);
  }

  @Test
  void aConnectionHasOneTurnOnItsStripeForAllThatWaits() {
    List<WriteStripe.Task> tasks = new ArrayList<>();
    OutboundWriter busy = new OutboundWriter(BUDGET, tasks::add, new Told());
    busy.attach(
        (frame, callback) -> {
          written.add(((Frame.Text) frame).text());
          callback.done(true);
        });
    busy.offer(ordered("a"));
    busy.offer(ordered("b"));
    assertThat(written).isEmpty();
    assertThat(tasks).hasSize(1);

    tasks.get(0).run();

    assertThat(written).containsExactly("a", "b");
    busy.offer(ordered("c"));
    assertThat(tasks).hasSize(2);
  }

  @Test
  void aSinkThatAnswersAtOnceDoesNotGrowTheStack() {
    AtomicInteger frames = new AtomicInteger();
    OutboundWriter large = new OutboundWriter(1_000_000, WriteStripe.DIRECT, new Told());
    for (int i = 0; i < 100_000; i++) {
      large.offer(ordered("x"));
    }
    large.attach(
        (frame, callback) -> {
          frames.incrementAndGet();
          callback.done(true);
        });

    assertThat(frames).hasValue(100_000);
  }

  @Test
  void noMessageIsLostDoubledOrReorderedWhenManyThreadsOffer() throws InterruptedException {
    int threads = 8;
    int each = 20_000;
    ConcurrentLinkedQueue<String> out = new ConcurrentLinkedQueue<>();
    AtomicInteger flying = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(threads * each * 2);
    ExecutorService callbacks = Executors.newFixedThreadPool(4);
    ExecutorService offering = Executors.newFixedThreadPool(threads);
    OutboundWriter shared = new OutboundWriter(Integer.MAX_VALUE, WriteStripe.DIRECT, new Told());
    FrameSink sink =
        (frame, callback) -> {
          if (flying.incrementAndGet() != 1) {
            overlaps.incrementAndGet();
          }
          out.add(((Frame.Text) frame).text());
          Runnable done =
              () -> {
                flying.decrementAndGet();
                all.countDown();
                callback.done(true);
              };
          // Some callbacks come at once and some on another thread, as a server does it.
          if (ThreadLocalRandom.current().nextInt(3) == 0) {
            done.run();
          } else {
            callbacks.execute(done);
          }
        };
    try {
      for (int t = 0; t < threads; t++) {
        int thread = t;
        offering.execute(
            () -> {
              for (int i = 0; i < each; i++) {
                shared.offer(ordered(thread + ":" + 2 * i, thread + ":" + (2 * i + 1)));
              }
            });
      }
      shared.attach(sink);

      assertThat(all.await(60, TimeUnit.SECONDS)).as("a wake-up was lost").isTrue();
    } finally {
      offering.shutdownNow();
      callbacks.shutdownNow();
    }
    assertThat(overlaps).hasValue(0);
    assertInOrderAndWhole(out, threads, each);
  }

  private static void assertInOrderAndWhole(Iterable<String> out, int threads, int each) {
    Map<String, Integer> next = new HashMap<>();
    String open = null;
    for (String item : out) {
      String[] parts = item.split(":", 2);
      int number = Integer.parseInt(parts[1]);
      assertThat(number).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
      if (open != null) {
        assertThat(parts[0]).as("a frame between the two of a message").isEqualTo(open);
      }
      open = number % 2 == 0 ? parts[0] : null;
    }
    assertThat(next).hasSize(threads).allSatisfy((t, n) -> assertThat(n).isEqualTo(2 * each));
  }
}
