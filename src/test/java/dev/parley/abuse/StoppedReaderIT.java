package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/**
 * Clients that stop reading, read slowly, or hang up, in a room where much is said.
 *
 * <p>Invariant: the sends without a time-out find room whatever a client does, so no thread waits
 * for it; a thread that had to be replaced would be a credit that is too large.
 */
@ParleyTest(AbuseServer.class)
class StoppedReaderIT extends AbuseCase {
  private static final int READERS = 8;
  private static final int MESSAGES_EACH = 80;
  private static final int HANG_UPS = 15;
  private static final int SLOWNESS = 3;
  private static final Duration ENDED = Duration.ofSeconds(20);

  private final Semaphore said = new Semaphore(0);

  StoppedReaderIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @Test
  void noSendWaitsForReadersThatStopped() throws IOException, InterruptedException {
    assertNoThreadWaits(0);
  }

  @Test
  void noSendWaitsForReadersThatStoppedAndHaveASmallWindow()
      throws IOException, InterruptedException {
    assertNoThreadWaits(2_048);
  }

  /** It shows signs of life, which must not be taken for room in its buffers. */
  @Test
  void noSendWaitsForAReaderThatAnswersPingsAndReadsSlowly()
      throws IOException, InterruptedException {
    double replaced = replaced();
    RawWebSocket slow = stopped(2_048);
    Thread reading = readingSlowly(slow);
    say(4, 2_000);
    assertNobodyWaits();
    say(6, 20);
    assertNobodyWaits();
    assertThat(replaced()).as("threads replaced").isEqualTo(replaced);
    slow.reset();
    reading.interrupt();
    reading.join();
  }

  /** The server's own close frame must not meet a send to the client that is gone. */
  @Test
  void noSendWaitsForClientsThatHangUpWhileTheyAreWrittenTo()
      throws IOException, InterruptedException {
    double replaced = replaced();
    for (int round = 0; round < HANG_UPS; round++) {
      List<RawEngine> talkers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        talkers.add(member());
      }
      for (RawEngine talker : talkers) {
        // Gone while the room, itself among it, is still told.
        talk(talker, 200, MESSAGES_EACH / 4);
        talker.close();
      }
    }
    assertNobodyWaits();
    assertThat(replaced()).as("threads replaced").isEqualTo(replaced);
  }

  private void assertNoThreadWaits(int window) throws IOException, InterruptedException {
    double replaced = replaced();
    double endedBefore = ended();
    List<RawWebSocket> stopped = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      stopped.add(stopped(window));
    }
    say(8, 200);
    assertNobodyWaits();
    say(4, 2_000);
    assertNobodyWaits();
    // Those whose kernel takes more are ended by the next pings.
    gauges.awaitUntil(
        "those who do not read are ended", ENDED, () -> ended() >= endedBefore + READERS);
    assertNobodyWaits();
    assertThat(replaced()).as("threads replaced").isEqualTo(replaced);
    for (RawWebSocket socket : stopped) {
      socket.close();
    }
  }

  private RawWebSocket stopped(int window) throws IOException {
    RawWebSocket socket =
        window == 0
            ? RawWebSocket.dial(port, ENGINE).open()
            : RawWebSocket.dial(port, ENGINE).receiveBuffer(window).open();
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("0{");
    socket.text("40" + CHAT + "," + auth(freshToken()));
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("40" + CHAT + ",");
    return socket;
  }

  /** Reads a frame for several that are said. */
  private Thread readingSlowly(RawWebSocket socket) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  said.acquire(SLOWNESS);
                  if (socket.nextText(RawEngine.BOUND).equals("2")) {
                    socket.text("3");
                  }
                }
              } catch (IOException | AssertionError | InterruptedException over) {
                Thread.currentThread().interrupt();
              }
            },
            "slow-reader");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Says much; one client alone may not say so much. */
  private void say(int clients, int characters) throws IOException {
    for (int client = 0; client < clients; client++) {
      try (RawEngine engine = member()) {
        talk(engine, characters, MESSAGES_EACH);
      }
    }
  }

  private void talk(RawEngine engine, int characters, int messages) throws IOException {
    String content = "x".repeat(characters);
    for (int i = 1; i <= messages; i++) {
      engine.request(
          CHAT,
          i,
          "chat:message",
          "{\"content\":\"" + content + "\",\"tempId\":\"" + characters + "-" + i + "\"}");
      engine.discard();
      said.release();
    }
  }

  private void assertNobodyWaits() throws IOException, InterruptedException {
    assertThat(ThreadDump.stuckSenders(server.pid())).isEmpty();
    assertThat(value("engine_write_threads_stuck")).isZero();
  }

  private double replaced() throws IOException {
    return value("engine_write_threads_replaced");
  }

  private double ended() throws IOException {
    return gauges.read().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith("engine_sessions_closed_total"))
        .filter(
            sample ->
                sample.getKey().contains("transport_lost")
                    || sample.getKey().contains("ping_timeout")
                    || sample.getKey().contains("slow_consumer"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private double value(String name) throws IOException {
    return gauges.read().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }
}
