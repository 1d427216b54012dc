package dev.parley.suite;

import static dev.parley.suite.ConformanceSetup.BOUND;
import static dev.parley.suite.ConformanceSetup.PING_INTERVAL;
import static dev.parley.suite.ConformanceSetup.PING_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.BestOfThree;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.HttpReply;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawHttp;
import dev.parley.testing.client.RawWebSocket;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
          + "\"pingTimeout\":2000,\"maxPayload\":1000000}";

  /** How far clocks may differ: nothing else makes a time-out early. */
  private static final Duration TICK = Duration.ofMillis(10);

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
      assertThat(client.nextPolled(sid)).isEqualTo("4hello");
    }

    @Test
    void severalPacketsAreJoinedByTheRecordSeparator() throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, "4test1\u001e4test2\u001e4test3").text()).isEqualTo("ok");
      assertThat(client.nextPolled(sid)).isEqualTo("4test1\u001e4test2\u001e4test3");
    }

    @Test
    void binaryIsBase64BesideText() throws IOException {
      String sid = client.openPolling();

      assertThat(client.push(sid, "4hello\u001ebAQIDBA==").text()).isEqualTo("ok");
      assertThat(client.nextPolled(sid)).isEqualTo("4hello\u001ebAQIDBA==");
    }

    @Test
    void everyCharacterSurvives() throws IOException {
      String sid = client.openPolling();
      String text = "4\u20ac \ud83d\ude80 \u0000 \u4e16\u754c";

      assertThat(client.push(sid, text).text()).isEqualTo("ok");
      assertThat(client.nextPolled(sid)).isEqualTo(text);
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
      assertThat(client.nextPolled(sid)).hasSize(1_000_000);
    }

    @Test
    void aSecondPollClosesTheSession() throws Exception {
      Waited polls =
          whileAPollWaits((sid, pending) -> List.of(client.poll(sid), pending.reply(BOUND)));

      // Each has a connection of its own: whichever is read later is the second.
      assertThat(polls.answers()).extracting(HttpReply::status).containsExactlyInAnyOrder(200, 400);
      assertThat(polls.answers()).extracting(HttpReply::text).contains("1");
      assertThat(client.poll(polls.sid()).status()).isEqualTo(400);
    }

    @Test
    void aSecondPostBesideTheFirstClosesTheSession() throws Exception {
      String sid = client.openPolling();
      String target = client.target("EIO=4&transport=polling&sid=" + sid);
      try (RawHttp slow = RawHttp.connect(port)) {
        slow.write(RawHttp.head("POST", target, 10) + "4a");

        assertThat(pushUntilRefused(sid).status()).isEqualTo(400);
      }
      // Whoever polls first is told of the end, everybody after that is refused.
      HttpReply told = client.poll(sid);
      assertThat(told.status() == 400 || told.text().equals("1")).as("%s", told).isTrue();
      assertThat(client.poll(sid).status()).isEqualTo(400);
    }

    /**
     * The answer to the first push that is refused, or to the last in time.
     *
     * <p>Until the slow one was read, another is alone and taken; its pong keeps the session, so
     * that no time-out ends it.
     */
    private HttpReply pushUntilRefused(String sid) throws IOException {
      long start = System.nanoTime();
      HttpReply reply = client.push(sid, "3");
      while (reply.status() == 200 && System.nanoTime() - start < BOUND.toNanos()) {
        reply = client.push(sid, "3");
      }
      return reply;
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
        try {
          socket.text("4" + "x".repeat(1_000_000));
        } catch (SocketException closedMeanwhile) {
          // Its length alone ends it, and the rest may find nobody.
        }

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
      String sid = client.openPolling();
      // The server counts from before its answer, so that both are over then.
      pass(PING_INTERVAL.plus(PING_TIMEOUT).plusMillis(50));

      assertThat(client.poll(sid).status()).isEqualTo(400);
    }

    @Test
    void webSocketIsPingedAtTheInterval() throws IOException {
      BestOfThree.assertUnder(PING_INTERVAL.plusMillis(300), attempt -> longestOfThreeIntervals());
    }

    private Duration longestOfThreeIntervals() throws IOException {
      List<Duration> waits = new ArrayList<>();
      // The server counts from later moments than these, so that a ping is never early.
      long before = System.nanoTime();
      try (RawWebSocket socket = client.openWebSocket()) {
        for (int i = 0; i < 3; i++) {
          Incoming ping = socket.next(BOUND);
          assertThat(ping.text()).isEqualTo("2");
          Duration wait = Duration.ofNanos(ping.nanos() - before);
          assertThat(wait).isGreaterThanOrEqualTo(PING_INTERVAL.minus(TICK));
          waits.add(wait);
          before = System.nanoTime();
          socket.text("3");
        }
      }
      return Collections.max(waits);
    }

    @Test
    void aWebSocketThatDoesNotAnswerIsClosedAfterTheTimeout() throws IOException {
      BestOfThree.assertUnder(PING_TIMEOUT.plusMillis(250), attempt -> fromAPingToTheEnd());
    }

    private Duration fromAPingToTheEnd() throws IOException {
      long before = System.nanoTime();
      try (RawWebSocket socket = client.openWebSocket()) {
        Incoming ping = socket.next(BOUND);
        assertThat(ping.text()).isEqualTo("2");
        Incoming end = socket.end(BOUND);

        // From before the dial: a ping that leaves or is read late moves no end.
        assertThat(Duration.ofNanos(end.nanos() - before))
            .isGreaterThanOrEqualTo(PING_INTERVAL.plus(PING_TIMEOUT).minus(TICK));
        return Duration.ofNanos(end.nanos() - ping.nanos());
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
      Waited poll =
          whileAPollWaits(
              (sid, pending) -> {
                assertThat(client.push(sid, "1").text()).isEqualTo("ok");
                return List.of(pending.reply(BOUND));
              });

      assertThat(poll.answers()).extracting(HttpReply::status).containsExactly(200);
      assertThat(poll.answers()).extracting(HttpReply::text).containsExactly("6");
      assertThat(client.poll(poll.sid()).status()).isEqualTo(400);
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

        assertThat(client.nextPolled(sid)).isEqualTo("6");

        socket.text("5");
        socket.text("4hello");
        assertThat(WireClient.next(socket)).isEqualTo("4hello");
      }
    }

    @Test
    void aPollThatWaitsIsReleasedByTheProbe() throws Exception {
      Waited poll =
          whileAPollWaits(
              (sid, pending) -> {
                try (RawWebSocket socket = client.candidate(sid)) {
                  socket.text("2probe");
                  assertThat(socket.nextText(BOUND)).isEqualTo("3probe");
                  return List.of(pending.reply(BOUND));
                }
              });

      assertThat(poll.answers()).extracting(HttpReply::text).containsExactly("6");
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
        WireClient.endsAtOnce(second);
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
      assertThat(client.nextPolled(sid)).isEqualTo("4still here");
    }

    private RawWebSocket upgraded(String sid) throws IOException {
      RawWebSocket socket = client.candidate(sid);
      socket.text("2probe");
      assertThat(socket.nextText(BOUND)).isEqualTo("3probe");
      socket.text("5");
      return socket;
    }
  }

  /** What happens while a poll waits. */
  @FunctionalInterface
  private interface Meanwhile {
    /** Does it, and gives what the poll was answered, and whoever else polled. */
    List<HttpReply> answers(String sid, RawHttp poll) throws Exception;
  }

  /** The session whose poll waited, and the answers. */
  private record Waited(String sid, List<HttpReply> answers) {
    boolean wasPinged() {
      return answers.stream().anyMatch(reply -> reply.text().equals("2"));
    }
  }

  /** Lets a poll wait; a new session's when a ping answered it before anything else could. */
  private Waited whileAPollWaits(Meanwhile meanwhile) throws Exception {
    Waited waited = whileOnePollWaits(meanwhile);
    for (int again = 1; again < 3 && waited.wasPinged(); again++) {
      waited = whileOnePollWaits(meanwhile);
    }
    return waited;
  }

  private Waited whileOnePollWaits(Meanwhile meanwhile) throws Exception {
    String sid = client.openPolling();
    try (RawHttp poll = RawHttp.connect(port)) {
      poll.request("GET", client.target("EIO=4&transport=polling&sid=" + sid), null);
      // Time for it to be read: nothing tells from outside that it was.
      pass(Duration.ofMillis(50));
      return new Waited(sid, meanwhile.answers(sid, poll));
    }
  }

  private static void pass(Duration time) throws Exception {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
        .get();
  }
}
