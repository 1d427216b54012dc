package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.PauseMeter;
import dev.parley.testing.client.EnginePacket;
import dev.parley.testing.client.RawEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A healthy client that chats some seven times a second while others misbehave.
 *
 * <p>For every message it waits for the ack and for its own copy of the broadcast, and keeps how
 * long both took, but for pauses of this JVM. It has an address of its own, as a neighbour would.
 * It waits for longer than any test allows, so that a slow answer is found as one, with its time.
 */
final class Bystander {
  static final String ADDRESS = "127.0.0.2";

  private static final Duration PACE = Duration.ofMillis(125);
  static final Duration WORST = Duration.ofSeconds(3);
  private static final Duration USUAL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String CHAT = AbuseCase.CHAT;

  private final RawEngine engine;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::chat, "bystander");
  private final PauseMeter pauses = new PauseMeter();
  private final List<Long> latencies = new ArrayList<>();
  private Throwable failure;
  private int looked;
  private int sent;

  Bystander(int port, String token) throws IOException {
    engine = RawEngine.dial(port).from(ADDRESS).webSocket();
    // From then on the gauges count it.
    engine.join(CHAT, token);
    pauses.start();
    thread.setDaemon(true);
    thread.start();
  }

  private void chat() {
    try {
      do {
        try {
          say(++sent);
        } catch (AssertionError unanswered) {
          // One test's finding is not the next one's.
          fail(unanswered);
        }
      } while (!stop.await(PACE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException | InterruptedException broken) {
      fail(broken);
    }
  }

  private void fail(Throwable cause) {
    synchronized (latencies) {
      failure = cause;
      latencies.notifyAll();
    }
  }

  private void say(int number) throws IOException {
    String tempId = "bystander-" + System.identityHashCode(this) + "-" + number;
    long start = pauses.nanoTime();
    String payload = "{\"content\":\"still here\",\"tempId\":\"" + tempId + "\"}";
    engine.emit(CHAT, Integer.toString(number), "chat:message", payload);
    String answer = "43" + CHAT + "," + number + "[";
    EnginePacket ack = engine.await(packet -> packet.startsWith(answer), PATIENCE);
    assertThat(ack.text()).contains("\"status\":\"ok\"");
    String copy = "42" + CHAT + ",[\"chat:message\"";
    engine.await(packet -> packet.startsWith(copy) && packet.text().contains(tempId), PATIENCE);
    engine.discard();
    synchronized (latencies) {
      latencies.add(pauses.nanoTime() - start);
      latencies.notifyAll();
    }
  }

  /** Demands that one more message comes through, and none since the last look took longer. */
  void assertUnaffected(Duration bound) throws InterruptedException {
    synchronized (latencies) {
      int before = latencies.size();
      int from = looked;
      long deadline = System.nanoTime() + 2 * PATIENCE.toNanos();
      while (failure == null && latencies.size() < before + 1 && System.nanoTime() < deadline) {
        latencies.wait(100);
      }
      Throwable found = failure;
      failure = null;
      assertThat(found).as("the bystander's failure").isNull();
      assertThat(latencies).as("messages of the bystander").hasSizeGreaterThan(before);
      looked = latencies.size();
      long worst = Collections.max(latencies.subList(from, looked));
      assertThat(Duration.ofNanos(worst)).as("the worst").isLessThan(bound);
    }
  }

  /** Leaves, and demands that most messages were quick. */
  void leave() throws InterruptedException {
    stop.countDown();
    thread.join(PATIENCE.toMillis());
    engine.close();
    pauses.close();
    synchronized (latencies) {
      Collections.sort(latencies);
      Duration median = Duration.ofNanos(latencies.get(latencies.size() / 2));
      assertThat(median).as("the median").isLessThan(USUAL);
    }
  }
}
