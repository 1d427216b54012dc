package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.outbound.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
    broker.subscribe(logged -> received.add(logged.message()));
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
        onlyNew(
            message -> {
              RoomEvent event = (RoomEvent) message.message();
              received
                  .computeIfAbsent(
                      event.rooms().get(0), room -> Collections.synchronizedList(new ArrayList<>()))
                  .add(event.arguments());
              total.incrementAndGet();
            }));

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
        onlyNew(
            message -> {
              if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
              }
              Thread.onSpinWait();
              inside.decrementAndGet();
              total.incrementAndGet();
            }));

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
          String arguments = ((RoomEvent) message.message()).arguments();
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
          String arguments = ((RoomEvent) message.message()).arguments();
          if (arguments.equals("1")) {
            throw new IllegalStateException("a bug in the receiver");
          }
          received.add(arguments);
        });

    broker.publish(message("room", "1"));
    broker.publish(message("room", "2"));

    await().atMost(BOUND).until(() -> received.contains("2"));
  }

  @Test
  public void positionsGrowWithTheOrderOfDeliveryAndThePublisherIsToldThem() {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);

    List<Published> published =
        IntStream.range(0, 100)
            .mapToObj(i -> broker.publish(message("room", "" + i)))
            .map(BrokerContractTest::get)
            .toList();

    await().atMost(BOUND).until(() -> received.size() == 100);
    assertThat(received).extracting(LoggedMessage::position).isSorted().doesNotHaveDuplicates();
    assertThat(published)
        .extracting(Published::position)
        .containsExactlyElementsOf(received.stream().map(LoggedMessage::position).toList());
    assertThat(received).extracting(LoggedMessage::kind).containsOnly(LoggedMessage.Kind.NEW);
    assertThat(received)
        .extracting(LoggedMessage::publisher)
        .containsOnly(received.get(0).publisher());
    assertThat(received).extracting(LoggedMessage::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(published).noneMatch(Published::repeated);
  }

  @Test
  public void ofMessagesWithOneKeyTheFirstIsDeliveredAndTheOthersLearnItsPlace() {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);

    Published first = get(broker.publish(keyed("1", "a", "counter")));
    Published other = get(broker.publish(keyed("2", "b", "counter")));
    Published repeated = get(broker.publish(keyed("3", "a", "counter")));
    Published last = get(broker.publish(keyed("4", null, "counter")));

    assertThat(repeated).isEqualTo(new Published(first.position(), first.number(), true));
    assertThat(List.of(first.number(), other.number(), last.number())).containsExactly(1L, 2L, 3L);
    await().atMost(BOUND).until(() -> received.size() == 3);
    assertThat(received).extracting(BrokerContractTest::text).containsExactly("1", "2", "4");
  }

  @Test
  public void ofMessagesWithOneKeyFromManyThreadsOneIsDelivered() throws Exception {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);
    Set<Published> answers = ConcurrentHashMap.newKeySet();
    AtomicInteger firsts = new AtomicInteger();

    publishTogether(
        publisher -> {
          for (int i = 0; i < 200; i++) {
            Published published = get(broker.publish(keyed("" + i, "k" + i, "counter")));
            firsts.addAndGet(published.repeated() ? 0 : 1);
            answers.add(new Published(published.position(), published.number(), false));
          }
        });

    await().atMost(BOUND).until(() -> received.size() >= 200);
    assertThat(received).hasSize(200);
    assertThat(firsts).hasValue(200);
    assertThat(answers).hasSize(200);
  }

  @Test
  public void aCounterRunsWithoutHoleInTheOrderOfDelivery() throws Exception {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);

    publishTogether(
        publisher -> {
          for (int i = 0; i < 500; i++) {
            broker.publish(keyed("{\"seq\":}", null, "counter" + i % 2));
          }
        });

    await().atMost(BOUND).until(() -> received.size() == PUBLISHERS * 500);
    for (int counter = 0; counter < 2; counter++) {
      String name = "counter" + counter;
      assertThat(
              received.stream()
                  .map(logged -> (RoomEvent) logged.message())
                  .filter(event -> event.numbering().counter().equals(name))
                  .map(event -> event.numbering().number()))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, PUBLISHERS * 250).boxed().toList());
    }
  }

  @Test
  public void logsHaveOrdersKeysAndNumbersOfTheirOwn() {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);

    Published one = get(broker.publish(keyed("1", "key", "counter")));
    Published two =
        get(
            broker.publish(
                new RoomEvent(
                    "/other",
                    List.of("room"),
                    "event",
                    "1",
                    List.of(),
                    Delivery.ORDERED,
                    null,
                    null,
                    null,
                    "key",
                    new Numbering("counter", 0, 0))));

    assertThat(two.repeated()).isFalse();
    assertThat(two.number()).isEqualTo(one.number()).isEqualTo(1);
    await().atMost(BOUND).until(() -> received.size() == 2);
  }

  @Test
  public void everyKindOfMessageArrivesAsItWas() {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);
    RoomEvent event =
        new RoomEvent(
            "/n",
            List.of("a", "b"),
            "event",
            "{\"seq\":}",
            List.of(),
            Delivery.VOLATILE,
            "coalesce",
            "socket",
            "room",
            "key",
            new Numbering("counter", 7, 0));
    ClusterMessage join = new ClusterMessage.RoomJoin("/n", "members", "room");
    ClusterMessage moved = new ClusterMessage.SessionMoved("/n", "pid", 3);
    ClusterMessage revoked =
        new ClusterMessage.Revocation(
            ClusterMessage.Revocation.Kind.USER, "user", Instant.ofEpochSecond(7, 8_000));

    List.of(event, join, moved, revoked).forEach(broker::publish);

    await().atMost(BOUND).until(() -> received.size() == 4);
    assertThat(received)
        .extracting(LoggedMessage::message)
        .containsExactlyInAnyOrder(event.numbered(1), join, moved, revoked);
    assertThat(event.numbered(1).numberedArguments()).isEqualTo("{\"seq\":1}");
  }

  @Test
  public void whatWasTakenBeforeAFlushHasBeenDeliveredAfterIt() {
    Broker broker = broker();
    List<LoggedMessage> received = subscribe(broker);
    List<CompletionStage<Published>> stages =
        IntStream.range(0, 1_000).mapToObj(i -> broker.publish(message("room", "" + i))).toList();

    broker.flush().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(stages).allMatch(stage -> stage.toCompletableFuture().isDone());
    assertThat(received).hasSize(1_000);
  }

  /** A store that is slow for a moment may let a message be delivered alone, then reported. */
  private static Broker.Receiver onlyNew(Broker.Receiver receiver) {
    return logged -> {
      if (logged.kind() == LoggedMessage.Kind.NEW) {
        receiver.receive(logged);
      }
    };
  }

  /** Subscribes, and records what is to be delivered. */
  protected static List<LoggedMessage> subscribe(Broker broker) {
    List<LoggedMessage> received = Collections.synchronizedList(new ArrayList<>());
    broker.subscribe(onlyNew(received::add));
    return received;
  }

  protected static RoomEvent keyed(String arguments, String key, String counter) {
    return new RoomEvent(
        "/n",
        List.of("room"),
        "event",
        arguments,
        List.of(),
        Delivery.ORDERED,
        null,
        null,
        null,
        key,
        new Numbering(counter, 0, 0));
  }

  protected static Published get(CompletionStage<Published> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static String text(LoggedMessage logged) {
    return ((RoomEvent) logged.message()).arguments();
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
