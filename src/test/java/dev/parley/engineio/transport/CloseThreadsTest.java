package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CloseThreadsTest {
  /** Readers that stopped hold a thread each; the closes of all others must not wait for them. */
  @Test
  void aCloseDoesNotWaitBehindHundredsThatHang() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (CloseThreads threads = new CloseThreads(Executors.defaultThreadFactory())) {
      for (int i = 0; i < 500; i++) {
        threads.execute(() -> awaitQuietly(hang));
      }
      threads.execute(closed::countDown);

      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      hang.countDown();
    }
  }

  @Test
  void aQuietServerHasNoSuchThreads() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    ExecutorService threads =
        CloseThreads.bounded(
            task -> {
              made.incrementAndGet();
              return new Thread(task);
            },
            4);
    try {
      assertThat(made).hasValue(0);
      CountDownLatch done = new CountDownLatch(1);
      threads.execute(done::countDown);
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(made).hasValue(1);
    } finally {
      threads.shutdown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
