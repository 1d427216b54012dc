package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.outbound.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every broker promises, whatever carries its messages. */
public abstract class BrokerContractTest {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int PUBLISHERS = 4;
  private static final int MESSAGES = 5_000;

  /** A fresh broker without a receiver. */
  protected abstract Broker broker();

  @Test
  public void aMessageComesBackToTheNodeThatPublishedIt() {
    Broker broker = broker();
    List<ClusterMessage> received = Collections.synchronizedList(new ArrayList<>());
    broker.subscribe(received::add);
    RoomEvent sent =
        new RoomEvent(
            "/n", "room", "event", "{\"a\":1}", List.of(), Delivery.ORDERED, null, "except");

    broker.publish(sent);

    await().atMost(BOUND).until(() -> !received.isEmpty());
    assertThat(received).containsExactly(sent);
  }

  @Test
  public void everyPublishersMessagesOfAKeyArriveOnceAndInOrder() throws Exception {
    Broker broker = broker();
    // One key per room; each publisher writes its own sequence into every room.
    Map<String, List<String>> received = new ConcurrentHashMap<>();
    AtomicInteger total = new AtomicInteger();
    broker.subscribe(
        message -> {
          RoomEvent event = (RoomEvent) message;
          received
              .computeIfAbsent(
                  event.room(), room -> Collections.synchronizedList(new ArrayList<>()))
              .add(event.arguments());
          total.incrementAndGet();
        });

    publishTogether(
        publisher -> {
          for (int i = 0; i < MESSAGES; i++) {
            broker.publish(message("room" + i % 5, publisher + ":" + i));
          }
        });

    await().atMost(BOUND).until(() -> total.get() >= PUBLISHERS * MESSAGES);
    assertThat(total).hasValue(PUBLISHERS * MESSAGES);
    for (int room = 0; room < 5; room++) {
      for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
        String mine = publisher + ":";
        int first = room;
        assertThat(received.get("room" + room).stream().filter(text -> text.startsWith(mine)))
            .containsExactlyElementsOf(
                IntStream.range(0, MESSAGES)
                    .filter(i -> i % 5 == first)
                    .mapToObj(i -> mine + i)
                    .toList());
      }
    }
  }

  @Test
  public void messagesOfOneKeyAreDeliveredOneAtATime() throws Exception {
    Broker broker = broker();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger total = new AtomicInteger();
    broker.subscribe(
        message -> {
          if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
          }
          Thread.onSpinWait();
          inside.decrementAndGet();
          total.incrementAndGet();
        });

    publishTogether(
        publisher -> {
          for (int i = 0; i < MESSAGES; i++) {
            broker.publish(message("room", "1"));
          }
        });

    await().atMost(BOUND).until(() -> total.get() == PUBLISHERS * MESSAGES);
    assertThat(overlaps).hasValue(0);
  }

  @Test
  public void aReceiverMayPublish() {
    Broker broker = broker();
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    broker.subscribe(
        message -> {
          String arguments = ((RoomEvent) message).arguments();
          received.add(arguments);
          if (arguments.equals("1")) {
            broker.publish(message("room", "2"));
          }
        });

    broker.publish(message("room", "1"));

    await().atMost(BOUND).until(() -> received.size() == 2);
    assertThat(received).containsExactly("1", "2");
  }

  @Test
  public void aReceiverThatThrowsLosesNoOtherMessage() {
    Broker broker = broker();
    Set<String> received = ConcurrentHashMap.newKeySet();
    broker.subscribe(
        message -> {
          String arguments = ((RoomEvent) message).arguments();
          if (arguments.equals("1")) {
            throw new IllegalStateException("a bug in the receiver");
          }
          received.add(arguments);
        });

    broker.publish(message("room", "1"));
    broker.publish(message("room", "2"));

    await().atMost(BOUND).until(() -> received.contains("2"));
  }

  protected static RoomEvent message(String room, String arguments) {
    return new RoomEvent("/n", room, "event", arguments, List.of(), Delivery.ORDERED, null, null);
  }

  private static void publishTogether(Publisher body) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      int publisher = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
                body.publish(publisher);
              });
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join(BOUND.toMillis());
    }
  }

  private interface Publisher {
    void publish(int number);
  }
}
