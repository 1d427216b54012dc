package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final LongAdder waiting = new LongAdder();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void tasksOfManyThreadsRunOneAtATimeEachOnceAndEachThreadsInOrder() throws Exception {
    Lane lane = new Lane(threads, 1_000_000, Long.MAX_VALUE, waiting);
    AtomicBoolean inside = new AtomicBoolean();
    AtomicInteger overlaps = new AtomicInteger();
    List<int[]> ran = new ArrayList<>(); // only the lane touches it
    int producers = 4;
    int each = 10_000;
    CountDownLatch done = new CountDownLatch(producers * each);
    List<Thread> senders = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      int producer = p;
      Random pauses = new Random(42 + p);
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  int number = i;
                  lane.offer(
                      () -> {
                        if (!inside.compareAndSet(false, true)) {
                          overlaps.incrementAndGet();
                        }
                        ran.add(new int[] {producer, number});
                        inside.set(false);
                        done.countDown();
                      },
                      1);
                  if (pauses.nextInt(50) == 0) {
                    LockSupport.parkNanos(1_000);
                  }
                }
              });
      senders.add(sender);
      sender.start();
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    for (Thread sender : senders) {
      sender.join(10_000);
    }
    assertThat(overlaps).hasValue(0);
    int[] next = new int[producers];
    for (int[] task : ran) {
      assertThat(task[1]).isEqualTo(next[task[0]]++);
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> waiting.sum() == 0);
  }

  @Test
  void aFullLaneRefusesByCountAndTakesAgainWhenThereIsRoom() {
    Queue<Runnable> parked = new ArrayDeque<>();
    Lane lane = new Lane(parked::add, 2, Long.MAX_VALUE, waiting);

    assertThat(lane.offer(() -> {}, 1)).isTrue();
    assertThat(lane.offer(() -> {}, 1)).isTrue();
    assertThat(lane.offer(() -> {}, 1)).isFalse();
    assertThat(waiting.sum()).isEqualTo(2);

    parked.remove().run();

    assertThat(lane.offer(() -> {}, 1)).isTrue();
  }

  @Test
  void aFullLaneRefusesByBytesButTakesOneEventOfAnySize() {
    Lane lane = new Lane(task -> {}, 10, 100, waiting);

    assertThat(lane.offer(() -> {}, 500)).isTrue();
    assertThat(lane.offer(() -> {}, 1)).isFalse();
  }

  @Test
  void stepsOfTheSocketsLifeHaveNoBounds() {
    AtomicInteger ran = new AtomicInteger();
    Queue<Runnable> parked = new ArrayDeque<>();
    Lane lane = new Lane(parked::add, 1, 1, waiting);
    lane.offer(ran::incrementAndGet, 1);

    lane.add(ran::incrementAndGet);
    parked.remove().run();

    assertThat(ran).hasValue(2);
  }

  @Test
  void aTaskThatThrowsStopsNothing() {
    AtomicInteger ran = new AtomicInteger();
    Queue<Runnable> parked = new ArrayDeque<>();
    Lane lane = new Lane(parked::add, 10, 100, waiting);
    lane.offer(
        () -> {
          throw new IllegalStateException("a bug of the handler");
        },
        1);
    lane.offer(
        () -> {
          throw new StackOverflowError();
        },
        1);
    lane.offer(ran::incrementAndGet, 1);

    parked.remove().run();

    assertThat(ran).hasValue(1);
    assertThat(waiting.sum()).isZero();
  }

  @Test
  void aBusyLaneGivesItsThreadBackAfterABatch() {
    Queue<Runnable> parked = new ArrayDeque<>();
    AtomicInteger ran = new AtomicInteger();
    Lane lane = new Lane(parked::add, 1_000, 100_000, waiting);
    for (int i = 0; i < 100; i++) {
      lane.offer(ran::incrementAndGet, 1);
    }

    parked.remove().run();

    assertThat(ran.get()).isLessThan(100);
    assertThat(parked).hasSize(1);
    while (!parked.isEmpty()) {
      parked.remove().run();
    }
    assertThat(ran).hasValue(100);
  }

  @Test
  void workThatFoundNoThreadRunsWithTheNextAddition() {
    AtomicBoolean stopped = new AtomicBoolean(true);
    AtomicInteger ran = new AtomicInteger();
    Lane lane =
        new Lane(
            task -> {
              if (stopped.get()) {
                throw new RejectedExecutionException();
              }
              task.run();
            },
            10,
            100,
            waiting);
    lane.offer(ran::incrementAndGet, 1);
    stopped.set(false);

    lane.add(ran::incrementAndGet);

    assertThat(ran).hasValue(2);
  }
}
