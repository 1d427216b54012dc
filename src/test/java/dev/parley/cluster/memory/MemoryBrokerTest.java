package dev.parley.cluster.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.BrokerContractTest;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Published;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBrokerTest extends BrokerContractTest {
  @Override
  protected Broker broker() {
    return new MemoryBroker();
  }

  @Test
  void aPublisherDoesNotWaitForAReceiverThatIsBusyWithAnothersMessage() throws Exception {
    MemoryBroker broker = new MemoryBroker();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch both = new CountDownLatch(2);
    broker.subscribe(
        message -> {
          busy.countDown();
          awaitQuietly(release);
          both.countDown();
        });
    Thread slow = new Thread(() -> broker.publish(message("room", "1")));
    slow.start();
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();

    broker.publish(message("room", "2"));

    release.countDown();
    assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
    slow.join(10_000);
  }

  @Test
  void anErrorOfTheReceiverCostsThatMessageOnly() {
    MemoryBroker broker = new MemoryBroker();
    AtomicInteger calls = new AtomicInteger();
    broker.subscribe(
        message -> {
          if (calls.incrementAndGet() == 1) {
            throw new StackOverflowError("while encoding");
          }
        });

    broker.publish(message("room", "1"));
    broker.publish(message("room", "2"));

    assertThat(calls).hasValue(2);
  }

  @Test
  void aKeyIsForgottenAfterFiveMinutes() {
    ManualTimer time = new ManualTimer();
    MemoryBroker broker = new MemoryBroker(time);
    List<LoggedMessage> received = subscribe(broker);
    Published first = get(broker.publish(keyed("1", "key", "counter")));

    time.advance(Duration.ofMinutes(4));
    assertThat(get(broker.publish(keyed("2", "key", "counter"))).repeated()).isTrue();
    time.advance(Duration.ofMinutes(2));
    Published again = get(broker.publish(keyed("3", "key", "counter")));

    assertThat(again.repeated()).isFalse();
    assertThat(again.position()).isGreaterThan(first.position());
    assertThat(received).hasSize(2);
  }

  @Test
  void aMessageHasBeenDeliveredWhenItsPublisherIsTold() {
    MemoryBroker broker = new MemoryBroker();
    List<LoggedMessage> received = subscribe(broker);
    assertThat(broker.publish(message("room", "1")).toCompletableFuture()).isDone();
    assertThat(received).hasSize(1);
  }

  @Test
  void thereIsOneReceiver() {
    MemoryBroker broker = new MemoryBroker();
    broker.subscribe(message -> {});
    assertThatThrownBy(() -> broker.subscribe(message -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
