package dev.parley.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawEngine;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import dev.parley.testing.tokens.TestTokens;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Too much of what is allowed: connections, handshakes, events. */
@ParleyTest(AbuseServer.class)
class FloodIT extends AbuseCase {
  private static final String FLOODER = "127.0.0.66";

  FloodIT(LibertyServer server, TestTokens tokens) {
    super(server, tokens);
  }

  @Test
  void connectionsOfOneAddressAreCappedAndComeFreeAgain() throws IOException {
    List<RawWebSocket> open = new ArrayList<>();
    int refused = 0;
    try {
      for (int i = 0; i < AbuseServer.CONNECTIONS_PER_ADDRESS + 40; i++) {
        HttpReply reply = null;
        try {
          open.add(RawWebSocket.dial(port, ENGINE).from(FLOODER).open());
        } catch (AssertionError notOpened) {
          reply = RawWebSocket.dial(port, ENGINE).from(FLOODER).answer();
        }
        if (reply != null) {
          assertRefused(reply, 429);
          refused++;
        }
      }
      assertThat(open).hasSize(AbuseServer.CONNECTIONS_PER_ADDRESS);
      assertThat(refused).isEqualTo(40);
      try (RawHttp http = RawHttp.connect(port, FLOODER)) {
        http.request("GET", POLLING, null);
        HttpReply polled = assertRefused(http.reply(RawHttp.REPLY_BOUND), 429);
        assertThat(polled.text()).contains("\"too_many_connections\"", "\"retryable\":true");
      }
    } finally {
      for (RawWebSocket socket : open) {
        socket.reset();
      }
    }
    awaitNobodyElse();
    try (RawWebSocket again = RawWebSocket.dial(port, ENGINE).from(FLOODER).open()) {
      assertThat(again.nextText(RawEngine.BOUND)).startsWith("0{");
    }
  }

  @Test
  void pollingHandshakesWithoutAFollowUpAreCappedAndForgotten() throws IOException {
    int opened = 0;
    int refused = 0;
    for (int i = 0; i < AbuseServer.CONNECTIONS_PER_ADDRESS + 20; i++) {
      try (RawHttp http = RawHttp.connect(port, "127.0.0.67")) {
        http.request("GET", POLLING, null);
        int status = http.reply(RawHttp.REPLY_BOUND).status();
        opened += status == 200 ? 1 : 0;
        refused += status == 429 ? 1 : 0;
      }
    }

    assertThat(opened).isEqualTo(AbuseServer.CONNECTIONS_PER_ADDRESS);
    assertThat(refused).isEqualTo(20);
    awaitNobodyElse();
  }

  @Test
  void tenThousandEventsAtOnceAreRefusedAndTheirSenderIsDisconnected() throws IOException {
    String frame = "42/global-chat,5[\"online:count\"]";
    byte[] one = RawWebSocket.encode(true, 1, frame.getBytes(StandardCharsets.UTF_8), true);
    byte[] hundred = new byte[one.length * 100];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(one, 0, hundred, i * one.length, one.length);
    }
    try (RawWebSocket socket = joined()) {
      // Once it is in its rooms: who is ended before that is told nothing.
      socket.text("42/global-chat,0[\"online:count\"]");
      await().until(() -> socket.nextText(RawEngine.BOUND).startsWith("43/global-chat,0["));
      boolean limited = false;
      Thread sender = flooding(socket, hundred, 100);
      Incoming incoming = socket.next(RawEngine.BOUND);
      while (!incoming.isEnd()) {
        limited |= incoming.text().contains("\"rate_limited\"");
        incoming = socket.next(Duration.ofSeconds(5));
      }

      assertThat(limited).as("an answer rate_limited").isTrue();
      assertThat(incoming.closeCode()).isIn(1006, 4004, 4503);
      sender.interrupt();
    }
  }

  @Test
  void whoKeepsToTheLimitIsNotCounted() throws IOException {
    try (RawEngine engine = member()) {
      for (int i = 0; i < 90; i++) {
        assertThat(engine.request(CHAT, i, "online:count", "").text()).contains("\"ok\"");
      }
    }
  }

  @Test
  void anEventBeyondTheLimitSaysWhenToComeBack() throws IOException {
    try (RawEngine engine = member()) {
      for (int i = 0; i < 100; i++) {
        engine.emit(CHAT, "", "online:count", "");
      }
      String refused = engine.request(CHAT, 500, "online:count", "").text();

      assertThat(refused).contains("\"code\":\"rate_limited\"", "\"retryAfterMs\":");
      Leaks.assertNone(refused);
    }
  }

  private static Thread flooding(RawWebSocket socket, byte[] frames, int times) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < times; i++) {
                  socket.raw(frames);
                }
              } catch (SocketException closed) {
                Thread.currentThread().interrupt();
              } catch (IOException broken) {
                throw new AssertionError(broken);
              }
            },
            "flooding");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
