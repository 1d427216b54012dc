package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.PauseMeter;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * WebSocket control frames from clients that do not read.
 *
 * <p>The server answers them on its own threads before any code of ours sees them, and waits there
 * for the client to read.
 */
@ParleyTest(AbuseServer.class)
class ControlFrameAbuseIT extends AbuseCase {
  private static final int PING = 9;
  private static final int MANY = 48;
  private static final Duration WATCHED = Duration.ofSeconds(5);
  private static final Duration SLOWEST_PROBE = Duration.ofSeconds(2);

  /** Longer than is allowed, so that a slow answer is found as one, with its time. */
  private static final Duration PROBE_BOUND = Duration.ofSeconds(15);

  private static final byte[] PINGS = pings(2_000);

  ControlFrameAbuseIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @Test
  void aMemberThatPingsAndDoesNotReadDoesNotStopItsRoom() throws IOException {
    RawWebSocket socket = deafMember("127.0.0.70");
    try {
      assertServedWhile(List.of(socket), PINGS);
    } finally {
      socket.reset();
    }
  }

  @Test
  void manyMembersThatPingAndDoNotReadDoNotStopTheirRoom() throws IOException {
    List<RawWebSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        sockets.add(deafMember("127.0.0.71"));
      }
      assertServedWhile(sockets, PINGS);
    } finally {
      for (RawWebSocket socket : sockets) {
        socket.reset();
      }
    }
  }

  @Test
  void manyWithoutATokenThatPingAndDoNotReadHoldNobodyUp() throws IOException {
    List<RawWebSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        sockets.add(RawWebSocket.dial(port, ENGINE).from("127.0.0.72").receiveBuffer(2_048).open());
      }
      assertServedWhile(sockets, PINGS);
    } finally {
      for (RawWebSocket socket : sockets) {
        socket.reset();
      }
    }
  }

  /**
   * What was seen here with room to spare, not a promise: a send can wait while the server's own
   * pong waits for such a client, and ADR 2 knows no bound for that.
   */
  @Override
  Duration worst() {
    return Duration.ofSeconds(8);
  }

  /** Sends from all of them at once, and demands that others are answered all the while. */
  private void assertServedWhile(List<RawWebSocket> sockets, byte[] frames) throws IOException {
    for (RawWebSocket socket : sockets) {
      sending(socket, frames);
    }
    try (PauseMeter pauses = PauseMeter.started()) {
      long end = System.nanoTime() + WATCHED.toNanos();
      long worst = 0;
      while (System.nanoTime() < end) {
        worst = Math.max(worst, probeNanos(pauses));
      }
      assertThat(Duration.ofNanos(worst)).as("the slowest answer").isLessThan(SLOWEST_PROBE);
    }
  }

  /**
   * How long the server takes to say that it lives, but for pauses: when the machine stands still,
   * so does whoever waits for an answer.
   */
  private long probeNanos(PauseMeter pauses) throws IOException {
    long start = pauses.nanoTime();
    try (RawHttp http = RawHttp.connect(port)) {
      http.request("GET", "/health/live", null);
      HttpReply reply = http.reply(PROBE_BOUND);
      long took = pauses.nanoTime() - start;
      assertThat(reply.status()).isEqualTo(200);
      return took;
    }
  }

  private static void sending(RawWebSocket socket, byte[] frames) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  socket.raw(frames);
                }
              } catch (IOException closed) {
                Thread.currentThread().interrupt();
              }
            },
            "deaf-sender");
    thread.setDaemon(true);
    thread.start();
  }

  private RawWebSocket deafMember(String from) throws IOException {
    RawWebSocket socket = RawWebSocket.dial(port, ENGINE).from(from).receiveBuffer(2_048).open();
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("0{");
    socket.text("40" + CHAT + "," + auth(freshToken()));
    assertThat(socket.nextText(RawEngine.BOUND)).startsWith("40" + CHAT + ",");
    return socket;
  }

  private static byte[] pings(int count) {
    byte[] one = RawWebSocket.encode(true, PING, new byte[125], true);
    byte[] all = new byte[one.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return all;
  }
}
