package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.outbound.Delivery;
import dev.parley.testing.PauseMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Publishes from several nodes at a random pace, records everything, and checks it.
 *
 * <p>The checker demands that every message whose stage completed reached every node once, each
 * publisher's in order, and that no call of {@code publish} took longer than half a second, but for
 * pauses of this JVM in that time.
 */
final class Traffic {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final long seed;
  private final Duration meanPause;
  private final boolean retrying;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final PauseMeter pauses = new PauseMeter();
  private volatile boolean publishing = true;

  Traffic(long seed, Duration meanPause) {
    this(seed, meanPause, false);
  }

  /**
   * @param retrying whether messages have keys, and some are published at another node as well: the
   *     checker then demands each once, in whatever order
   */
  Traffic(long seed, Duration meanPause, boolean retrying) {
    this.seed = seed;
    this.meanPause = meanPause;
    this.retrying = retrying;
  }

  /** A node that receives, and publishes once {@link #start} is called. */
  Node node(RedisBroker broker) {
    Node node = new Node(nodes.size(), broker);
    nodes.add(node);
    broker.subscribe(node);
    return node;
  }

  void start() {
    pauses.start();
    for (Node node : nodes) {
      Thread thread = new Thread(() -> node.publish(new Random(seed + node.number)), "traffic");
      threads.add(thread);
      thread.start();
    }
  }

  /** Lets traffic flow for a while. */
  void flow(Duration time) {
    long begin = published();
    long end = System.nanoTime() + time.toNanos();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(time.plusSeconds(10))
        .until(() -> System.nanoTime() > end && published() > begin);
  }

  Node first() {
    return nodes.get(0);
  }

  boolean anyDegraded() {
    return nodes.stream().anyMatch(node -> node.broker.isDegraded());
  }

  long published() {
    return nodes.stream().mapToLong(node -> node.sent.get()).sum();
  }

  /** Stops publishing, waits until all has arrived, and checks. Returns what is worth printing. */
  String check() throws InterruptedException {
    stop();
    long stopped = System.nanoTime();
    await("all is settled (seed " + seed + ")")
        .atMost(PATIENCE)
        .until(() -> nodes.stream().allMatch(node -> node.settled.get() == node.sent.get()));
    Set<String> accepted = new HashSet<>();
    nodes.forEach(node -> accepted.addAll(node.accepted));
    await("all arrives (seed " + seed + ")")
        .atMost(PATIENCE)
        .until(() -> nodes.stream().allMatch(node -> node.hasAll(accepted)));
    long arrival = Duration.ofNanos(System.nanoTime() - stopped).toMillis();
    for (Node node : nodes) {
      List<String> received = List.copyOf(node.received);
      // Not AssertJ's containsAll: it compares each with each.
      Set<String> distinct = new HashSet<>(received);
      assertThat(received)
          .as("doubled, node %d, seed %d", node.number, seed)
          .hasSize(distinct.size());
      Set<String> missing = new HashSet<>(accepted);
      missing.removeAll(distinct);
      assertThat(missing).as("lost, node %d, seed %d", node.number, seed).isEmpty();
      assertThat(node.gaps).isEmpty();
      for (Node publisher : nodes) {
        List<Integer> numbers =
            received.stream()
                .filter(text -> text.startsWith(publisher.number + ":"))
                .map(text -> Integer.valueOf(text.substring(text.indexOf(':') + 1)))
                .toList();
        assertThat(numbers)
            .as("what %d got of %d, seed %d", node.number, publisher.number, seed)
            .satisfies(
                list -> {
                  if (!retrying) {
                    assertThat(list).isSorted();
                  }
                });
      }
    }
    // Half a second is promised; the rest is for a machine that is busy with other tests.
    assertThat(longestCall()).isLessThan(TestCluster.SOON);
    assertThat(longest(Node::longestAnswerNanos)).isLessThan(TestCluster.SOON);
    return "seed "
        + seed
        + ": "
        + accepted.size()
        + " accepted by "
        + nodes.size()
        + " nodes, refused "
        + nodes.stream().mapToLong(node -> node.refused.get()).sum()
        + ", longest call "
        + longestCall().toMillis()
        + " ms, longest answer "
        + longest(Node::longestAnswerNanos).toMillis()
        + " ms, all there "
        + arrival
        + " ms after the last";
  }

  /** Demands that all nodes saw one order. */
  void checkOneOrder() {
    List<String> first = List.copyOf(nodes.get(0).received);
    for (Node node : nodes) {
      assertThat(List.copyOf(node.received)).as("seed %d", seed).isEqualTo(first);
    }
  }

  void close() throws InterruptedException {
    stop();
    pauses.close();
  }

  private void stop() throws InterruptedException {
    publishing = false;
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }

  /** Demands that every message has one number, the same at all nodes. */
  void checkNumbers() {
    Map<String, Long> first = nodes.get(0).numbers;
    for (Node node : nodes) {
      await("numbers (seed " + seed + ")")
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(first.values()).doesNotHaveDuplicates().doesNotContain(0L);
                assertThat(node.numbers).isEqualTo(first);
              });
    }
  }

  private Duration longestCall() {
    return longest(node -> node.longestNanos.get());
  }

  private Duration longest(ToLongFunction<Node> of) {
    return Duration.ofNanos(nodes.stream().mapToLong(of).max().orElse(0));
  }

  /** One node's record. */
  final class Node implements Broker.Receiver {
    final int number;
    final RedisBroker broker;
    final AtomicLong sent = new AtomicLong();
    final AtomicLong settled = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong longestNanos = new AtomicLong();
    final AtomicLong longestAnswer = new AtomicLong();
    final Map<String, Long> numbers = new ConcurrentHashMap<>();
    final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    final Queue<String> received = new ConcurrentLinkedQueue<>();
    final List<String> gaps = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> seen = Collections.synchronizedSet(new HashSet<>());

    private Node(int number, RedisBroker broker) {
      this.number = number;
      this.broker = broker;
    }

    @Override
    public void receive(LoggedMessage logged) {
      RoomEvent event = (RoomEvent) logged.message();
      String text = event.arguments();
      if (event.numbering() != null && logged.kind() != LoggedMessage.Kind.HISTORY) {
        numbers.merge(text, event.numbering().number(), Math::max);
      }
      if (logged.kind() != LoggedMessage.Kind.NEW) {
        return;
      }
      received.add(text);
      seen.add(text);
    }

    @Override
    public void onGap(String log, Position after, Position until) {
      gaps.add(after + " to " + until);
    }

    long count() {
      return received.size();
    }

    boolean hasAll(Collection<String> texts) {
      return seen.containsAll(texts);
    }

    Stream<String> from(int publisher) {
      return received.stream().filter(text -> text.startsWith(publisher + ":"));
    }

    private void publish(Random random) {
      for (int i = 0; publishing; i++) {
        String text = number + ":" + i;
        send(text);
        if (retrying && random.nextInt(4) == 0) {
          nodes.get(random.nextInt(nodes.size())).send(text);
        }
        LockSupport.parkNanos((long) (random.nextDouble() * 2 * meanPause.toNanos()));
      }
    }

    void send(String text) {
      sent.incrementAndGet();
      // Of thousands of calls some fall into a pause, which is none of the broker's.
      long start = pauses.nanoTime();
      broker
          .publish(retrying ? keyed(text) : plain(text))
          .whenComplete(
              (position, failure) -> {
                longestAnswer.accumulateAndGet(pauses.nanoTime() - start, Math::max);
                if (failure == null) {
                  accepted.add(text);
                } else {
                  refused.incrementAndGet();
                }
                settled.incrementAndGet();
              });
      longestNanos.accumulateAndGet(pauses.nanoTime() - start, Math::max);
    }

    long longestAnswerNanos() {
      return longestAnswer.get();
    }
  }

  private static RoomEvent plain(String text) {
    return new RoomEvent("/n", "r", "e", text, List.of(), Delivery.ORDERED, null, null);
  }

  private static RoomEvent keyed(String text) {
    return new RoomEvent(
        "/n",
        List.of("r"),
        "e",
        text,
        List.of(),
        Delivery.ORDERED,
        null,
        null,
        null,
        text,
        new Numbering("c", 0, 0));
  }
}
