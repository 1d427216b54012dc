package dev.parley.suite;

import static dev.parley.suite.ConformanceSetup.BOUND;
import static dev.parley.suite.ConformanceSetup.PING_INTERVAL;
import static dev.parley.suite.ConformanceSetup.PING_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO 4 as its protocol document states it, against the raw echo. */
@ParleyTest(ConformanceSetup.class)
class EngineIoConformanceIT {
  private static final String OPEN =
      "0\\{\"sid\":\"[A-Za-z0-9_-]{20,}\",\"upgrades\":%s,\"pingInterval\":300,"
          + "\"pingTimeout\":200,\"maxPayload\":1000000}";

  private final WireClient client;
  private final int port;

  EngineIoConformanceIT(LibertyServer server) {
    port = server.port();
    client = new WireClient(port, "/engine.io/");
  }

  @Nested
  class Handshake {
    @Test
    void pollingOpensWithExactlyTheFiveFields() throws IOException {
      HttpReply reply = client.get("transport=polling");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).matches(OPEN.formatted("\\[\"websocket\"\\]"));
      assertThat(reply.header("content-type")).hasValue("text/plain; charset=UTF-8");
    }

    @Test
    void webSocketOpensWithExactlyTheFiveFieldsAndNoUpgrade() throws IOException {
      try (RawWebSocket socket =
          RawWebSocket.dial(port, client.target("EIO=4&transport=websocket")).open()) {
        assertThat(socket.nextText(BOUND)).matches(OPEN.formatted("\\[\\]"));
      }
    }

    @Test
    void thePathNeedsNoSlashAtItsEnd() throws IOException {
      WireClient other = new WireClient(port, "/engine.io");

      assertThat(other.get("transport=polling").status()).isEqualTo(200);
      other.openWebSocket().close();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "transport=polling",
          "EIO=abc&transport=polling",
          "EIO=3&transport=polling",
          "EIO=44&transport=polling",
          "EIO=4",
          "EIO=4&transport=abc",
          "EIO=4&transport=",
          "EIO=4&transport=websocket",
          "EIO=4&transport=polling&sid=unknown",
          "EIO=4&transport=polling&sid=",
          ""
        })
    void aBadQueryIs400(String query) throws IOException {
      assertThat(RawHttp.get(port, client.target(query)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void aBadMethodIs400(String method) throws IOException {
      HttpReply reply =
          RawHttp.exchange(port, method, client.target("EIO=4&transport=polling"), new byte[0]);

      assertThat(reply.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "transport=websocket",
          "EIO=abc&transport=websocket",
          "EIO=4",
          "EIO=4&transport=abc",
          "EIO=4&transport=polling",
          "EIO=4&transport=websocket&sid=unknown"
        })
    void aBadWebSocketHandshakeIs400(String query) throws IOException {
      HttpReply reply = RawWebSocket.dial(port, client.target(query)).answer();

      assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void aRefusalIsOneJsonObjectWithoutAClassName() throws IOException {
      HttpReply reply = RawHttp.get(port, client.target("EIO=4&transport=abc"));

      assertThat(reply.text())
          .startsWith("{\"code\":\"malformed\",\"message\":\"")
          .doesNotContain("dev.parley", "Exception", "\tat ");
    }
  }

  @Nested
  class PollingMessages {
    @Test
    void oneTextPacketComesBack() throws IOException {
      String sid = client.openPolling();
      HttpReply pushed = client.push(sid, "4hello");

      assertThat(pushed.status()).isEqualTo(200);
      assertThat(pushed.text()).isEqualTo("ok");
      assertThat(client.poll(sid).text()).isEqualTo("4hello");
    }

    @Test
    void severalPacketsAreJoinedByTheRecordSeparator() throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, "4test1\u001e4test2\u001e4test3").text()).isEqualTo("ok");
      assertThat(client.poll(sid).text()).isEqualTo("4test1\u001e4test2\u001e4test3");
    }

    @Test
    void binaryIsBase64BesideText() throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, "4hello\u001ebAQIDBA==").text()).isEqualTo("ok");
      assertThat(client.poll(sid).text()).isEqualTo("4hello\u001ebAQIDBA==");
    }

    @Test
    void everyCharacterSurvives() throws IOException {
      String sid = client.openPolling();
      String text = "4\u20ac \ud83d\ude80 \u0000 \u4e16\u754c";

      assertThat(client.push(sid, text).text()).isEqualTo("ok");
      assertThat(client.poll(sid).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "9", "7x", "b!!!", "4a\u001e", "\u001e4a", "2", "5", "6"})
    void aMalformedBodyIs400AndClosesTheSession(String body) throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, body).status()).isEqualTo(400);
      assertThat(client.poll(sid).status()).isEqualTo(400);
    }

    @Test
    void aBodyOverTheLimitIs413AndClosesTheSession() throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, "4" + "x".repeat(1_000_000)).status()).isEqualTo(413);
      assertThat(client.push(sid, "4x").status()).isEqualTo(400);
    }

    @Test
    void aBodyAtTheLimitIsTaken() throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, "4" + "x".repeat(999_999)).status()).isEqualTo(200);
      assertThat(client.poll(sid).body()).hasSize(1_000_000);
    }

    @Test
    void aSecondPollClosesTheSession() throws Exception {
      String sid = client.openPolling();
      try (RawHttp first = RawHttp.connect(port)) {
        first.request("GET", client.target("EIO=4&transport=polling&sid=" + sid), null);
        pendingPollIsThere();

        assertThat(client.poll(sid).status()).isEqualTo(400);
        HttpReply released = first.reply(BOUND);
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.text()).isEqualTo("1");
      }
      assertThat(client.poll(sid).status()).isEqualTo(400);
    }

    @Test
    void aSecondPostBesideTheFirstClosesTheSession() throws Exception {
      String sid = client.openPolling();
      String target = client.target("EIO=4&transport=polling&sid=" + sid);
      try (RawHttp slow = RawHttp.connect(port)) {
        slow.write(RawHttp.head("POST", target, 10) + "4a");
        pendingPollIsThere();

        assertThat(client.push(sid, "4b").status()).isEqualTo(400);
      }
      // Whoever polls first is told of the end, everybody after that is refused.
      HttpReply told = client.poll(sid);
      assertThat(told.status() == 400 || told.text().equals("1")).as("%s", told).isTrue();
      assertThat(client.poll(sid).status()).isEqualTo(400);
    }
  }

  @Nested
  class WebSocketMessages {
    @Test
    void textComesBack() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("4hello");

        assertThat(WireClient.next(socket)).isEqualTo("4hello");
      }
    }

    @Test
    void binaryComesBackAsItIs() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.binary(new byte[] {1, 2, 3, 4});
        Incoming echo = WireClient.nextFrame(socket);

        assertThat(echo.kind()).isEqualTo(Incoming.Kind.BINARY);
        assertThat(echo.payload()).containsExactly(1, 2, 3, 4);
      }
    }

    /**
     * A client without binary sends base64 on every transport, as the reference decoder takes it.
     */
    @Test
    void base64InATextFrameIsABinaryMessage() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("bAQIDBA==");
        Incoming echo = WireClient.nextFrame(socket);

        assertThat(echo.kind()).isEqualTo(Incoming.Kind.BINARY);
        assertThat(echo.payload()).containsExactly(1, 2, 3, 4);
      }
    }

    @Test
    void aFragmentedMessageIsOneMessage() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.frame(false, Incoming.Kind.TEXT, new byte[] {'4', 'a'});
        socket.frame(false, Incoming.Kind.CONTINUATION, new byte[] {'b'});
        socket.frame(true, Incoming.Kind.CONTINUATION, new byte[] {'c'});

        assertThat(WireClient.next(socket)).isEqualTo("4abc");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "9", "7", "0{}", "2", "5", "6", "2probe", "b!!!"})
    void aMalformedOrUnexpectedPacketClosesAtOnce(String packet) throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text(packet);

        WireClient.endsAtOnce(socket);
      }
    }

    @Test
    void aMessageOverTheLimitClosesWith1009() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("4" + "x".repeat(1_000_000));

        assertThat(socket.end(BOUND).closeCode()).isIn(1009, 1006);
      }
    }
  }

  @Nested
  class Heartbeat {
    @Test
    void pollingIsPingedAndStaysOpenWhileItAnswers() throws IOException {
      String sid = client.openPolling();
      for (int i = 0; i < 3; i++) {
        assertThat(client.poll(sid).text()).isEqualTo("2");
        assertThat(client.push(sid, "3").text()).isEqualTo("ok");
      }
    }

    @Test
    void pollingThatNeverAnswersIsGoneAfterIntervalAndTimeout() throws Exception {
      long opened = System.nanoTime();
      String sid = client.openPolling();
      waitUntil(opened, PING_INTERVAL.plus(PING_TIMEOUT).plusMillis(50));

      assertThat(client.poll(sid).status()).isEqualTo(400);
    }

    @Test
    void webSocketIsPingedAtTheInterval() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        long before = System.nanoTime();
        for (int i = 0; i < 3; i++) {
          Incoming ping = socket.next(BOUND);
          assertThat(ping.text()).isEqualTo("2");
          // Early never; late as far as a loaded machine goes.
          assertThat(millis(ping.nanos() - before)).isBetween(i == 0 ? 200L : 290L, 600L);
          before = System.nanoTime();
          socket.text("3");
        }
      }
    }

    @Test
    void aWebSocketThatDoesNotAnswerIsClosedAfterTheTimeout() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        Incoming ping = socket.next(BOUND);
        assertThat(ping.text()).isEqualTo("2");
        Incoming end = socket.end(BOUND);

        assertThat(millis(end.nanos() - ping.nanos())).isBetween(170L, 450L);
      }
    }

    @Test
    void aPongInTimeIsEnough() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        assertThat(socket.next(BOUND).text()).isEqualTo("2");
        socket.text("4late but alive");
        socket.text("3");

        assertThat(socket.next(BOUND).text()).isEqualTo("4late but alive");
        assertThat(socket.next(BOUND).text()).isEqualTo("2");
      }
    }
  }

  @Nested
  class Close {
    @Test
    void theClientsCloseReleasesThePendingPoll() throws Exception {
      String sid = client.openPolling();
      try (RawHttp poll = RawHttp.connect(port)) {
        poll.request("GET", client.target("EIO=4&transport=polling&sid=" + sid), null);
        pendingPollIsThere();

        assertThat(client.push(sid, "1").text()).isEqualTo("ok");
        HttpReply released = poll.reply(BOUND);
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.text()).isEqualTo("6");
      }
      assertThat(client.poll(sid).status()).isEqualTo(400);
    }

    @Test
    void theClientsCloseEndsTheWebSocketAtOnce() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("1");

        WireClient.endsAtOnce(socket);
      }
    }
  }

  @Nested
  class Upgrade {
    @Test
    void aProbeReleasesAPollAndTheUpgradeMovesTheSession() throws IOException {
      String sid = client.openPolling();
      try (RawWebSocket socket = client.candidate(sid)) {
        socket.text("2probe");
        assertThat(socket.nextText(BOUND)).isEqualTo("3probe");

        HttpReply poll = client.poll(sid);
        if (poll.text().equals("2")) {
          // A slow machine: the ping was due first.
          client.push(sid, "3");
          poll = client.poll(sid);
        }
        assertThat(poll.status()).isEqualTo(200);
        assertThat(poll.text()).isEqualTo("6");

        socket.text("5");
        socket.text("4hello");
        assertThat(WireClient.next(socket)).isEqualTo("4hello");
      }
    }

    @Test
    void aPollThatWaitsIsReleasedByTheProbe() throws Exception {
      String sid = client.openPolling();
      try (RawHttp poll = RawHttp.connect(port);
          RawWebSocket socket = client.candidate(sid)) {
        poll.request("GET", client.target("EIO=4&transport=polling&sid=" + sid), null);
        pendingPollIsThere();
        socket.text("2probe");

        assertThat(socket.nextText(BOUND)).isEqualTo("3probe");
        assertThat(poll.reply(BOUND).text()).isEqualTo("6");
      }
    }

    @Test
    void aPollAfterTheUpgradeIs400AndTheWebSocketGoesOn() throws IOException {
      try (RawWebSocket socket = upgraded(client.openPolling())) {
        assertThat(socket).isNotNull();
      }
      String sid = client.openPolling();
      try (RawWebSocket socket = upgraded(sid)) {
        // The answer tells that the upgrade was read: a poll on its own connection may overtake it.
        socket.text("4first");
        assertThat(WireClient.next(socket)).isEqualTo("4first");

        assertThat(client.poll(sid).status()).isEqualTo(400);
        socket.text("4hello");

        assertThat(WireClient.next(socket)).isEqualTo("4hello");
      }
    }

    @Test
    void aSecondWebSocketIsClosedAndTheFirstGoesOn() throws IOException {
      String sid = client.openPolling();
      try (RawWebSocket socket = upgraded(sid);
          RawWebSocket second = client.candidate(sid)) {
        second.end(Duration.ofSeconds(1));
        socket.text("4hello");

        assertThat(WireClient.next(socket)).isEqualTo("4hello");
      }
    }

    @Test
    void whatWaitedWhileItMovedArrivesInOrder() throws IOException {
      String sid = client.openPolling();
      client.push(sid, "4one\u001e4two");
      try (RawWebSocket socket = client.candidate(sid)) {
        socket.text("2probe");
        assertThat(socket.nextText(BOUND)).isEqualTo("3probe");
        socket.text("5");

        assertThat(WireClient.next(socket)).isEqualTo("4one");
        assertThat(WireClient.next(socket)).isEqualTo("4two");
      }
    }

    @Test
    void anUpgradeRightBehindTheProbeCounts() throws IOException {
      String sid = client.openPolling();
      try (RawWebSocket socket = client.candidate(sid)) {
        socket.text("2probe");
        socket.text("5");
        assertThat(socket.nextText(BOUND)).isEqualTo("3probe");
        socket.text("4hello");

        assertThat(WireClient.next(socket)).isEqualTo("4hello");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "5", "4hello", "abc", "3probe"})
    void aWebSocketThatDoesNotProbeIsClosedAndPollingGoesOn(String packet) throws IOException {
      String sid = client.openPolling();
      try (RawWebSocket socket = client.candidate(sid)) {
        socket.text(packet);

        WireClient.endsAtOnce(socket);
      }
      client.push(sid, "4still here");
      assertThat(client.poll(sid).text()).endsWith("4still here");
    }

    private RawWebSocket upgraded(String sid) throws IOException {
      RawWebSocket socket = client.candidate(sid);
      socket.text("2probe");
      assertThat(socket.nextText(BOUND)).isEqualTo("3probe");
      socket.text("5");
      return socket;
    }
  }

  /** Gives a request that was written time to be read: nothing tells from outside that it was. */
  private static void pendingPollIsThere() throws Exception {
    waitUntil(System.nanoTime(), Duration.ofMillis(50));
  }

  private static void waitUntil(long start, Duration after) throws Exception {
    long left = after.toNanos() - (System.nanoTime() - start);
    new CompletableFuture<Void>()
        .completeOnTimeout(null, Math.max(0, left), TimeUnit.NANOSECONDS)
        .get();
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
