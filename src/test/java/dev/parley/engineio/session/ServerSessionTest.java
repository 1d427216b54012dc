package dev.parley.engineio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import dev.parley.outbound.WriteStripe;
import dev.parley.testing.ManualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every transition of a session, over transports and a clock that the test moves. */
class ServerSessionTest {
  private static final Duration INTERVAL = Duration.ofMillis(300);
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  private final ManualTimer timer = new ManualTimer();
  private final List<String> heard = new ArrayList<>();
  private final AtomicInteger releases = new AtomicInteger();
  private final EngineServer server =
      new EngineServer(
          new EngineSettings(
              INTERVAL,
              TIMEOUT,
              1_000,
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              8,
              4,
              Duration.ofSeconds(5),
              0,
              2_000,
              "n7"),
          timer,
          timer,
          new Recorder(),
          EngineObserver.NONE,
          () -> WriteStripe.DIRECT);

  private final class Recorder implements EngineHandler {
    @Override
    public void onOpen(EngineSession session) {
      heard.add("open");
    }

    @Override
    public void onText(EngineSession session, String text) {
      heard.add(text);
      switch (text) {
        case "fail" -> throw new IllegalStateException("expected by this test");
        case "close" -> session.close(CloseCode.SERVER_DISCONNECT);
        case "echo" -> session.send(text("echo"));
        default -> {}
      }
    }

    @Override
    public void onBinary(EngineSession session, byte[] bytes) {
      heard.add("bytes:" + bytes.length);
    }

    @Override
    public void onClose(EngineSession session, CloseCode code) {
      heard.add("closed:" + code.label());
    }
  }

  private static OutboundMessage text(String data) {
    return OutboundMessage.ordered(Frame.Text.of("4" + data));
  }

  private static Handshake handshake() {
    return new Handshake(
        "127.0.0.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "socket.io");
  }

  private ServerSession openPolling() {
    FakePoll first = new FakePoll();
    ServerSession session = server.open(handshake(), releases::incrementAndGet, first);
    assertThat(first.answer())
        .isEqualTo(
            "0{\"sid\":\""
                + session.sid()
                + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":300,\"pingTimeout\":200,"
                + "\"maxPayload\":1000}");
    return session;
  }

  private ServerSession openWebSocket(FakeChannel channel) {
    ServerSession session = server.open(handshake(), releases::incrementAndGet, channel);
    assertThat(channel.frames)
        .containsExactly(
            "0{\"sid\":\""
                + session.sid()
                + "\",\"upgrades\":[],\"pingInterval\":300,\"pingTimeout\":200,"
                + "\"maxPayload\":1000}");
    channel.frames.clear();
    return session;
  }

  private static FakePoll poll(ServerSession session) {
    FakePoll poll = new FakePoll();
    session.poll(poll);
    return poll;
  }

  private static String post(ServerSession session, String body) {
    if (!session.beginPost()) {
      return "400";
    }
    String[] answer = new String[1];
    session.post(
        body.getBytes(StandardCharsets.UTF_8),
        new PostExchange() {
          @Override
          public void accept() {
            answer[0] = "ok";
          }

          @Override
          public void refuse() {
            answer[0] = "400";
          }
        });
    return answer[0];
  }

  private static void say(ServerSession session, FakeChannel channel, String text) {
    session.text(channel, text, text.length());
  }

  private void assertClosed(ServerSession session, CloseCode code) {
    assertThat(session.isOpen()).isFalse();
    assertThat(heard).endsWith("closed:" + code.label());
    assertThat(heard.stream().filter(call -> call.startsWith("closed:"))).hasSize(1);
    assertThat(releases).as("the place is given back").hasValue(1);
    assertThat(server.openSessions()).isZero();
  }

  @Nested
  class Polling {
    @Test
    void messagesReachTheHandlerInTheOrderOfTheWire() {
      ServerSession session = openPolling();

      assertThat(post(session, "4a\u001e4b\u001ebAQID")).isEqualTo("ok");

      assertThat(heard).containsExactly("open", "a", "b", "bytes:3");
    }

    @Test
    void theIdEndsWithTheTagThatAProxyRoutesBy() {
      assertThat(openPolling().sid()).matches("[A-Za-z0-9_-]{20}\\.n7");
    }

    @Test
    void aPendingPollIsAnsweredByTheNextMessage() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);
      assertThat(pending.answer()).isNull();

      session.send(text("hi"));

      assertThat(pending.answer()).isEqualTo("4hi");
    }

    @Test
    void whatWaitsGoesOutInOneAnswer() {
      ServerSession session = openPolling();
      session.send(text("a"));
      session.send(text("b"));

      assertThat(poll(session).answer()).isEqualTo("4a|4b");
    }

    @Test
    void aSecondPollClosesTheSession() {
      ServerSession session = openPolling();
      FakePoll first = poll(session);
      FakePoll second = poll(session);

      assertThat(first.answer()).isEqualTo("1");
      assertThat(second.answer()).isEqualTo("400");
      assertClosed(session, CloseCode.PROTOCOL_ERROR);
      assertThat(server.find(session.sid())).isEmpty();
    }

    @Test
    void aSecondPostBesideAnotherClosesTheSession() {
      ServerSession session = openPolling();
      assertThat(session.beginPost()).isTrue();

      assertThat(session.beginPost()).isFalse();

      assertClosed(session, CloseCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "abc",
          "",
          "4a\u001e",
          "0",
          "2",
          "2probe",
          "5",
          "6",
          "7",
          "bA",
          "4a\u001e4b\u001e4c\u001e4d\u001e4e"
        })
    void aMalformedOrForbiddenPacketIs400AndTheEnd(String body) {
      ServerSession session = openPolling();

      assertThat(post(session, body)).isEqualTo("400");

      assertClosed(session, CloseCode.PROTOCOL_ERROR);
      assertThat(poll(session).answer()).isEqualTo("400");
    }

    @Test
    void nothingOfAPayloadWithAMalformedPacketIsHeard() {
      ServerSession session = openPolling();

      post(session, "4a\u001eabc");

      assertThat(heard).doesNotContain("a");
    }

    @Test
    void aPayloadOverTheLimitEndsTheSession() {
      ServerSession session = openPolling();

      assertThat(post(session, "4" + "x".repeat(1_000))).isEqualTo("400");

      assertClosed(session, CloseCode.MESSAGE_TOO_BIG);
    }

    @Test
    void theClientsCloseReleasesThePendingPollWithANoop() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);

      assertThat(post(session, "1\u001e4late")).isEqualTo("ok");

      assertThat(pending.answer()).isEqualTo("6");
      assertClosed(session, CloseCode.CLIENT_CLOSED);
      assertThat(heard).doesNotContain("late");
      assertThat(poll(session).answer()).isEqualTo("400");
    }

    /** Both leave the client at once, on two connections: any may come first. */
    @Test
    void aPollThatCrossesTheClientsCloseIsReleasedWithANoopOnce() {
      ServerSession session = openPolling();
      assertThat(post(session, "1")).isEqualTo("ok");
      assertClosed(session, CloseCode.CLIENT_CLOSED);
      timer.advance(Duration.ofMillis(199));

      assertThat(poll(session).answer()).isEqualTo("6");

      assertThat(server.find(session.sid())).isEmpty();
      assertThat(poll(session).answer()).isEqualTo("400");
    }

    @Test
    void aSessionThatItsClientClosedIsSoonForgotten() {
      ServerSession session = openPolling();
      post(session, "1");

      timer.advance(Duration.ofMillis(200));

      assertThat(server.find(session.sid())).isEmpty();
    }

    @Test
    void aCloseAnswersThePendingPoll() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);

      session.close(CloseCode.NODE_STOPPING);

      assertThat(pending.answer()).isEqualTo("1");
      assertThat(poll(session).answer()).isEqualTo("400");
    }

    @Test
    void aCloseBetweenTwoPollsIsToldToTheNextAndOnlyThat() {
      ServerSession session = openPolling();
      session.send(text("lost"));
      session.close(CloseCode.NODE_STOPPING);

      assertThat(poll(session).answer()).isEqualTo("1");
      assertThat(server.find(session.sid())).isEmpty();
      assertThat(poll(session).answer()).isEqualTo("400");
    }

    @Test
    void aClosedSessionThatNobodyPollsIsForgotten() {
      ServerSession session = openPolling();
      session.close(CloseCode.NODE_STOPPING);
      assertThat(server.find(session.sid())).isPresent();

      timer.advance(Duration.ofSeconds(10));

      assertThat(server.find(session.sid())).isEmpty();
    }

    /** A hole in what a client hears is always a closed session. */
    @Test
    void anAnswerThatCannotBeWrittenIsALostTransport() {
      ServerSession session = openPolling();
      session.send(text("a"));

      poll(session).lose();

      assertClosed(session, CloseCode.TRANSPORT_LOST);
    }

    /** Published clients hold back what comes in one payload with the CLOSE. */
    @Test
    void closeAfterFlushSendsWhatWaitsAndThenTheCloseByItself() {
      ServerSession session = openPolling();
      session.send(text("a"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);
      session.send(text("too late"));

      assertThat(poll(session).answer()).isEqualTo("4a");
      assertThat(heard).doesNotContain("closed:auth_failed");
      assertThat(poll(session).answer()).isEqualTo("1");

      assertClosed(session, CloseCode.AUTH_FAILED);
    }

    @Test
    void aClientThatDoesNotAskForTheCloseIsClosedAllTheSameAndToldLater() {
      ServerSession session = openPolling();
      session.send(text("a"));
      session.closeAfterFlush(CloseCode.NODE_STOPPING);
      assertThat(poll(session).answer()).isEqualTo("4a");

      for (int i = 0; i < 7; i++) {
        timer.advance(INTERVAL);
        post(session, "3");
      }

      assertClosed(session, CloseCode.NODE_STOPPING);
      assertThat(poll(session).answer()).isEqualTo("1");
    }

    /** The reason is that of the node, whatever ends it first. */
    @Test
    void aClientThatClosesOnceItWasToldGoodbyeIsClosedForTheReasonOfTheGoodbye() {
      ServerSession session = partedFrom();

      assertThat(post(session, "1")).isEqualTo("ok");

      assertClosed(session, CloseCode.NODE_STOPPING);
    }

    @Test
    void aSecondPostMeanwhileEndsItForTheSameReason() {
      ServerSession session = partedFrom();
      session.beginPost();

      assertThat(session.beginPost()).isFalse();

      assertClosed(session, CloseCode.NODE_STOPPING);
    }

    @Test
    void anAnswerThatIsLostMeanwhileEndsItForTheSameReason() {
      ServerSession session = openPolling();
      session.send(text("goodbye"));
      session.closeAfterFlush(CloseCode.NODE_STOPPING);

      poll(session).lose();

      assertClosed(session, CloseCode.NODE_STOPPING);
    }

    @Test
    void noPingDelaysTheClose() {
      ServerSession session = partedFrom();
      timer.advance(INTERVAL);

      assertThat(poll(session).answer()).isEqualTo("1");
    }

    /** It has what waited for it, and has not asked for the close. */
    private ServerSession partedFrom() {
      ServerSession session = openPolling();
      session.send(text("goodbye"));
      session.closeAfterFlush(CloseCode.NODE_STOPPING);
      assertThat(poll(session).answer()).isEqualTo("4goodbye");
      return session;
    }

    /** A 400 would make the client drop the session before it has read what waits for it. */
    @Test
    void aPostThatMeetsAFlushIsAnsweredAndSaysNothing() {
      ServerSession session = openPolling();
      session.closeAfterFlush(CloseCode.NODE_STOPPING);

      assertThat(post(session, "4late")).isEqualTo("ok");

      assertThat(heard).doesNotContain("late");
      assertThat(poll(session).answer()).isEqualTo("1");
      assertClosed(session, CloseCode.NODE_STOPPING);
      assertThat(post(session, "4later")).isEqualTo("400");
    }

    @Test
    void closeAfterFlushDoesNotWaitForEver() {
      ServerSession session = openPolling();
      session.closeAfterFlush(CloseCode.AUTH_FAILED);

      timer.advance(Duration.ofSeconds(2));

      assertThat(session.isOpen()).isFalse();
      assertThat(server.openSessions()).isZero();
    }

    @Test
    void anAbandonedPostEndsTheSession() {
      ServerSession session = openPolling();
      session.beginPost();

      session.abandonPost(CloseCode.RECEIVE_TIMEOUT);

      assertClosed(session, CloseCode.RECEIVE_TIMEOUT);
    }

    @Test
    void aClientThatNeverPollsIsSlow() {
      ServerSession session = openPolling();
      for (int i = 0; i < 3; i++) {
        session.send(text("x".repeat(900)));
      }

      assertClosed(session, CloseCode.SLOW_CONSUMER);
      assertThat(session.queuedBytes()).isZero();
    }

    @Test
    void aHandlerThatThrowsEndsItsSession() {
      ServerSession session = openPolling();

      assertThat(post(session, "4fail")).isEqualTo("400");

      assertClosed(session, CloseCode.INTERNAL_ERROR);
    }

    @Test
    void aHandlerMayCloseFromWithinAMessage() {
      ServerSession session = openPolling();

      assertThat(post(session, "4close\u001e4after")).isEqualTo("ok");

      assertClosed(session, CloseCode.SERVER_DISCONNECT);
    }
  }

  @Nested
  class WebSocket {
    private final FakeChannel channel = new FakeChannel();

    @Test
    void packetsTravelBothWays() {
      ServerSession session = openWebSocket(channel);
      say(session, channel, "4echo");
      session.binary(channel, new byte[2]);
      session.send(OutboundMessage.ordered(new Frame.Binary(new byte[3])));

      assertThat(heard).containsExactly("open", "echo", "bytes:2");
      assertThat(channel.frames).containsExactly("4echo", "bytes:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0", "2", "2probe", "5", "6", "7", "1x", "b!"})
    void aMalformedOrForbiddenPacketEndsItAtOnce(String packet) {
      ServerSession session = openWebSocket(channel);

      say(session, channel, packet);

      assertThat(channel.closes).containsExactly(CloseCode.PROTOCOL_ERROR);
      assertClosed(session, CloseCode.PROTOCOL_ERROR);
    }

    @Test
    void theClientsCloseEndsIt() {
      ServerSession session = openWebSocket(channel);

      say(session, channel, "1");

      assertClosed(session, CloseCode.CLIENT_CLOSED);
      assertThat(channel.closes).containsExactly(CloseCode.CLIENT_CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"CLIENT_CLOSED", "TRANSPORT_LOST", "MESSAGE_TOO_BIG"})
    void theEndOfItsConnectionIsItsEnd(CloseCode code) {
      ServerSession session = openWebSocket(channel);

      session.channelEnded(channel, code);

      assertClosed(session, code);
    }

    @Test
    void pollsAndPostsAreRefused() {
      ServerSession session = openWebSocket(channel);

      assertThat(poll(session).answer()).isEqualTo("400");
      assertThat(post(session, "4a")).isEqualTo("400");
      assertThat(session.isOpen()).isTrue();
    }

    @Test
    void aReaderThatStoppedIsClosedAndItsQueueFreed() {
      ServerSession session = openWebSocket(channel);
      channel.stopReading();
      for (int i = 0; i < 4; i++) {
        session.send(text("x".repeat(900)));
      }

      assertThat(channel.closes).containsExactly(CloseCode.SLOW_CONSUMER);
      assertThat(session.queuedBytes()).isZero();
      assertClosed(session, CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aFailedWriteIsALostTransport() {
      ServerSession session = openWebSocket(channel);
      channel.stopReading();
      session.send(text("a"));

      channel.failWrite();

      assertClosed(session, CloseCode.TRANSPORT_LOST);
    }

    @Test
    void volatileMessagesAreDroppedWhileTheReaderIsBusy() {
      ServerSession session = openWebSocket(channel);
      channel.stopReading();
      session.send(text("a"));
      session.send(OutboundMessage.of(List.of(Frame.Text.of("4v")), Delivery.VOLATILE, null));
      channel.readOn();

      assertThat(channel.frames).containsExactly("4a");
    }

    @Test
    void closeAfterFlushWaitsForTheFrameInFlight() {
      ServerSession session = openWebSocket(channel);
      channel.stopReading();
      session.send(text("a"));
      session.send(text("b"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);
      assertThat(channel.closes).isEmpty();

      channel.readOn();

      assertThat(channel.frames).containsExactly("4a", "4b");
      assertThat(channel.closes).containsExactly(CloseCode.AUTH_FAILED);
      assertClosed(session, CloseCode.AUTH_FAILED);
    }

    @Test
    void nothingIsHeardAfterACloseWasDecided() {
      ServerSession session = openWebSocket(channel);
      channel.stopReading();
      session.send(text("a"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);

      say(session, channel, "4late");

      assertThat(heard).doesNotContain("late");
    }

    @Test
    void onlyTheFirstCloseCounts() {
      ServerSession session = openWebSocket(channel);
      session.close(CloseCode.RATE_LIMITED);
      session.close(CloseCode.NODE_STOPPING);
      session.closeAfterFlush(CloseCode.NODE_STOPPING);
      session.channelEnded(channel, CloseCode.TRANSPORT_LOST);

      assertClosed(session, CloseCode.RATE_LIMITED);
    }
  }

  @Nested
  class Upgrading {
    private final FakeChannel channel = new FakeChannel();

    @Test
    void theProbeReleasesThePollAndTheWebSocketTakesOver() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);
      session.probe(channel);
      assertThat(pending.answer()).isNull();

      say(session, channel, "2probe");
      assertThat(channel.frames).containsExactly("3probe");
      assertThat(pending.answer()).isEqualTo("6");
      session.send(text("between"));
      assertThat(channel.frames).containsExactly("3probe");
      say(session, channel, "5");

      assertThat(channel.frames).containsExactly("3probe", "4between");
      assertThat(session.transport()).isEqualTo(Transport.WEBSOCKET);
      say(session, channel, "4echo");
      assertThat(channel.frames).endsWith("4echo");
      assertThat(poll(session).answer()).isEqualTo("400");
      assertThat(post(session, "4a")).isEqualTo("400");
      assertThat(heard).containsExactly("open", "echo");
    }

    @Test
    void aPollDuringTheUpgradeIsReleasedALittleLater() {
      ServerSession session = openPolling();
      session.probe(channel);
      say(session, channel, "2probe");
      FakePoll pending = poll(session);
      assertThat(pending.answer()).isNull();

      timer.advance(Duration.ofMillis(100));

      assertThat(pending.answer()).isEqualTo("6");
    }

    @Test
    void thePollThatIsStillPendingAtTheTakeOverIsReleased() {
      ServerSession session = openPolling();
      session.probe(channel);
      say(session, channel, "2probe");
      FakePoll pending = poll(session);

      say(session, channel, "5");

      assertThat(pending.answer()).isEqualTo("6");
    }

    /** A client goes on as soon as it has read {@code 3probe}, told the server or not. */
    @Test
    void theTakeOverCountsBeforeTheAnswersCallbackAndWritingBeginsAfterIt() {
      ServerSession session = openPolling();
      channel.stopReading();
      session.probe(channel);
      say(session, channel, "2probe");
      FakePoll pending = poll(session);
      say(session, channel, "5");
      assertThat(pending.answer()).isEqualTo("6");
      assertThat(session.transport()).isEqualTo(Transport.WEBSOCKET);

      say(session, channel, "4hello");
      session.binary(channel, new byte[2]);
      session.send(text("a"));
      assertThat(heard).containsExactly("open", "hello", "bytes:2");
      assertThat(channel.frames).containsExactly("3probe");
      channel.readOn();

      assertThat(channel.frames).containsExactly("3probe", "4a");
      assertThat(channel.closes).isEmpty();
      assertThat(session.isOpen()).isTrue();
    }

    @Test
    void anAnswerThatFailsAfterTheTakeOverIsALostTransport() {
      ServerSession session = openPolling();
      channel.stopReading();
      session.probe(channel);
      say(session, channel, "2probe");
      say(session, channel, "5");

      channel.failWrite();

      assertClosed(session, CloseCode.TRANSPORT_LOST);
    }

    @Test
    void anAnswerThatFailsBeforeTheTakeOverLeavesPollingAsItWas() {
      ServerSession session = openPolling();
      channel.stopReading();
      session.probe(channel);
      say(session, channel, "2probe");

      channel.failWrite();

      assertThat(channel.closes).containsExactly(CloseCode.TRANSPORT_LOST);
      assertThat(session.isOpen()).isTrue();
      assertThat(post(session, "4a")).isEqualTo("ok");
    }

    /** An upgrade never costs the session. */
    @Test
    void aWebSocketThatIsGoneBeforeItsAnswerLeavesPollingAsItWas() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);
      channel.vanish();
      session.probe(channel);

      say(session, channel, "2probe");

      assertThat(channel.closes).containsExactly(CloseCode.TRANSPORT_LOST);
      assertThat(session.isOpen()).isTrue();
      assertThat(pending.answer()).isNull();
      session.send(text("a"));
      assertThat(pending.answer()).isEqualTo("4a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4a", "5", "2", "2prob", "3probe", "abc", "", "1"})
    void aBadProbeIsClosedAndPollingGoesOn(String packet) {
      ServerSession session = openPolling();
      session.probe(channel);

      say(session, channel, packet);

      assertThat(channel.closes).containsExactly(CloseCode.PROTOCOL_ERROR);
      assertThat(session.isOpen()).isTrue();
      assertThat(post(session, "4a")).isEqualTo("ok");
    }

    @Test
    void anUpgradeThatTakesTooLongIsGivenUpAndPollingGoesOn() {
      ServerSession session = openPolling();
      for (int i = 0; i < 40; i++) {
        if (i == 0) {
          session.probe(channel);
          say(session, channel, "2probe");
        }
        timer.advance(INTERVAL);
        post(session, "3");
      }

      assertThat(channel.closes).containsExactly(CloseCode.CONNECT_TIMEOUT);
      assertThat(session.isOpen()).isTrue();
    }

    @Test
    void aWebSocketThatVanishesDuringTheUpgradeLeavesPollingAsItWas() {
      ServerSession session = openPolling();
      session.probe(channel);
      session.channelEnded(channel, CloseCode.TRANSPORT_LOST);
      FakeChannel next = new FakeChannel();
      session.probe(next);
      say(session, next, "2probe");
      say(session, next, "5");

      assertThat(session.transport()).isEqualTo(Transport.WEBSOCKET);
    }

    @Test
    void aSecondWebSocketIsClosedAndTheFirstGoesOn() {
      ServerSession session = openPolling();
      session.probe(channel);
      FakeChannel beside = new FakeChannel();
      session.probe(beside);
      say(session, channel, "2probe");
      say(session, channel, "5");
      FakeChannel later = new FakeChannel();
      session.probe(later);
      session.channelEnded(later, CloseCode.CLIENT_CLOSED);

      assertThat(beside.closes).containsExactly(CloseCode.POLICY_VIOLATION);
      assertThat(later.closes).contains(CloseCode.POLICY_VIOLATION);
      say(session, channel, "4echo");
      assertThat(channel.frames).endsWith("4echo");
    }

    /** The client may cut its last poll short once the WebSocket is there: nothing was in it. */
    @Test
    void aReleaseThatIsLostAfterTheTakeOverIsNoLoss() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);
      session.probe(channel);
      say(session, channel, "2probe");
      say(session, channel, "5");

      pending.lose();

      assertThat(session.isOpen()).isTrue();
    }

    @Test
    void aBatchThatIsLostAfterTheTakeOverIsALostTransport() {
      ServerSession session = openPolling();
      session.send(text("a"));
      FakePoll batch = poll(session);
      session.probe(channel);
      say(session, channel, "2probe");
      say(session, channel, "5");

      batch.lose();

      assertClosed(session, CloseCode.TRANSPORT_LOST);
    }

    @Test
    void aCloseTakesTheProbeWithIt() {
      ServerSession session = openPolling();
      session.probe(channel);

      session.close(CloseCode.NODE_STOPPING);

      assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
    }
  }

  /** A client that has read {@code 3probe} polls no more, and is deaf if its WebSocket goes. */
  @Nested
  class ClosingDuringAnUpgrade {
    private final FakeChannel channel = new FakeChannel();
    private final ServerSession session = openPolling();

    @Test
    void whatWaitsGoesOverTheWebSocketThatTakesOver() {
      upgrading();
      session.send(text("last"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);
      assertThat(channel.closes).isEmpty();

      say(session, channel, "5");

      assertThat(channel.frames).containsExactly("3probe", "4last");
      assertThat(channel.closes).containsExactly(CloseCode.AUTH_FAILED);
      assertClosed(session, CloseCode.AUTH_FAILED);
    }

    @Test
    void aTakeOverBeforeTheAnswersCallbackFlushesAfterIt() {
      channel.stopReading();
      upgrading();
      session.send(text("last"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);
      say(session, channel, "5");
      assertThat(channel.closes).isEmpty();

      channel.readOn();

      assertThat(channel.frames).containsExactly("3probe", "4last");
      assertThat(channel.closes).containsExactly(CloseCode.AUTH_FAILED);
    }

    @Test
    void aPollThatComesAllTheSameTakesWhatWaitsAndTheProbeGoes() {
      upgrading();
      session.send(text("last"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);

      assertThat(poll(session).answer()).isEqualTo("4last");
      assertThat(channel.closes).isEmpty();
      assertThat(poll(session).answer()).isEqualTo("1");

      assertThat(channel.closes).containsExactly(CloseCode.AUTH_FAILED);
      assertClosed(session, CloseCode.AUTH_FAILED);
    }

    @Test
    void aTakeOverAfterAPollThatTookWhatWaitedClosesTheWebSocket() {
      upgrading();
      session.send(text("last"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);
      assertThat(poll(session).answer()).isEqualTo("4last");

      say(session, channel, "5");

      assertThat(channel.frames).containsExactly("3probe");
      assertThat(channel.closes).containsExactly(CloseCode.AUTH_FAILED);
      assertClosed(session, CloseCode.AUTH_FAILED);
    }

    @Test
    void aClientThatClosesMeanwhileLeavesNoWebSocketBehind() {
      upgrading();
      session.closeAfterFlush(CloseCode.AUTH_FAILED);

      assertThat(post(session, "1")).isEqualTo("ok");

      assertThat(channel.closes).hasSize(1);
      assertClosed(session, CloseCode.AUTH_FAILED);
    }

    @Test
    void aClientThatIsLateIsToldByTheCloseOfItsWebSocket() {
      upgrading();
      session.send(text("last"));
      session.closeAfterFlush(CloseCode.AUTH_FAILED);
      for (int i = 0; i < 7; i++) {
        timer.advance(INTERVAL);
        post(session, "3");
      }
      assertThat(heard).endsWith("closed:auth_failed");
      assertThat(channel.closes).isEmpty();

      say(session, channel, "5");

      assertClosed(session, CloseCode.AUTH_FAILED);
      assertThat(channel.closes).containsExactly(CloseCode.AUTH_FAILED);
      assertThat(channel.frames).containsExactly("3probe");
    }

    @Test
    void aCloseAtOnceLeavesTheWebSocketToBeToldBy() {
      upgrading();
      session.close(CloseCode.NODE_STOPPING);
      assertThat(heard).endsWith("closed:node_stopping");
      assertThat(channel.closes).isEmpty();

      say(session, channel, "5");

      assertClosed(session, CloseCode.NODE_STOPPING);
      assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
    }

    @Test
    void aWebSocketThatNeverTakesOverIsClosedAndCountsUntilThen() {
      upgrading();
      session.close(CloseCode.NODE_STOPPING);
      assertThat(releases).hasValue(0);

      timer.advance(Duration.ofSeconds(2));

      assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
      assertThat(releases).hasValue(1);
    }

    @Test
    void anEndThatNobodyIsToldOfLeavesItAsWell() {
      upgrading();
      session.abandonPost(CloseCode.RECEIVE_TIMEOUT);
      assertThat(channel.closes).isEmpty();

      say(session, channel, "5");

      assertThat(channel.closes).containsExactly(CloseCode.RECEIVE_TIMEOUT);
      assertThat(releases).hasValue(1);
    }

    @Test
    void aClientThatSaysGoodbyeNeedsNoWebSocket() {
      upgrading();
      post(session, "1");

      assertThat(channel.closes).containsExactly(CloseCode.CLIENT_CLOSED);
      assertThat(releases).hasValue(1);
    }

    @Test
    void aPollThatLearnsOfTheCloseEndsTheWebSocketToo() {
      upgrading();
      session.close(CloseCode.NODE_STOPPING);

      assertThat(poll(session).answer()).isEqualTo("1");

      assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
      assertThat(releases).hasValue(1);
    }

    private void upgrading() {
      session.probe(channel);
      say(session, channel, "2probe");
    }
  }

  @Nested
  class Heartbeats {
    private final FakeChannel channel = new FakeChannel();

    @Test
    void thePingIsDueAnIntervalAfterTheOpenAndAfterEachPong() {
      ServerSession session = openWebSocket(channel);
      timer.advance(Duration.ofMillis(299));
      assertThat(channel.frames).isEmpty();
      timer.advance(Duration.ofMillis(1));
      assertThat(channel.frames).containsExactly("2");

      timer.advance(Duration.ofMillis(150));
      say(session, channel, "3");
      timer.advance(Duration.ofMillis(299));
      assertThat(channel.frames).containsExactly("2");
      timer.advance(Duration.ofMillis(1));
      assertThat(channel.frames).containsExactly("2", "2");
    }

    @Test
    void aMissingPongEndsTheSessionAfterTheTimeout() {
      ServerSession session = openWebSocket(channel);
      timer.advance(Duration.ofMillis(499));
      assertThat(session.isOpen()).isTrue();

      timer.advance(Duration.ofMillis(1));

      assertThat(channel.closes).containsExactly(CloseCode.PING_TIMEOUT);
      assertClosed(session, CloseCode.PING_TIMEOUT);
    }

    @Test
    void otherPacketsAreNoPong() {
      ServerSession session = openWebSocket(channel);
      timer.advance(Duration.ofMillis(400));
      say(session, channel, "4alive");
      timer.advance(Duration.ofMillis(100));

      assertClosed(session, CloseCode.PING_TIMEOUT);
    }

    @Test
    void aPongThatNobodyAskedForChangesNothing() {
      ServerSession session = openWebSocket(channel);
      timer.advance(Duration.ofMillis(200));
      say(session, channel, "3");
      timer.advance(Duration.ofMillis(100));

      assertThat(channel.frames).containsExactly("2");
    }

    @Test
    void aPendingPollCarriesThePing() {
      ServerSession session = openPolling();
      FakePoll pending = poll(session);

      timer.advance(INTERVAL);

      assertThat(pending.answer()).isEqualTo("2");
    }

    @Test
    void aPollingClientThatIsSilentIsGoneAndItsNextPollIs400() {
      ServerSession session = openPolling();

      timer.advance(INTERVAL.plus(TIMEOUT));

      assertClosed(session, CloseCode.PING_TIMEOUT);
      assertThat(poll(session).answer()).isEqualTo("400");
    }

    /** A late timer gives nobody more time. */
    @Test
    void aPongAfterItsDeadlineIsTooLateEvenBeforeTheTimerHasRun() {
      ServerSession session = openWebSocket(channel);
      timer.advance(INTERVAL);
      timer.stall(TIMEOUT);

      say(session, channel, "3");

      assertClosed(session, CloseCode.PING_TIMEOUT);
    }

    @Test
    void theTimerStopsWithTheSession() {
      ServerSession session = openWebSocket(channel);
      session.close(CloseCode.RATE_LIMITED);

      timer.advance(Duration.ofMinutes(1));

      assertThat(channel.frames).isEmpty();
      assertClosed(session, CloseCode.RATE_LIMITED);
    }
  }

  @Test
  void allSessionsCloseTogether() {
    FakeChannel channel = new FakeChannel();
    openWebSocket(channel);
    ServerSession polling = openPolling();
    FakePoll pending = poll(polling);
    assertThat(server.openSessions()).isEqualTo(2);

    server.closeAll(CloseCode.NODE_STOPPING);

    assertThat(server.openSessions()).isZero();
    assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
    assertThat(pending.answer()).isEqualTo("1");
  }

  /** A handshake that was admitted before the end of a drain is no way to stay. */
  @Test
  void aSessionThatOpensAfterAllWereClosedIsClosedToo() {
    server.closeAll(CloseCode.NODE_STOPPING);
    FakeChannel channel = new FakeChannel();

    server.open(handshake(), releases::incrementAndGet, channel);
    ServerSession polling = server.open(handshake(), releases::incrementAndGet, new FakePoll());

    assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
    assertThat(poll(polling).answer()).isEqualTo("1");
    assertThat(server.openSessions()).isZero();
    assertThat(releases).hasValue(2);
  }

  @Test
  void closersCloseWhatIsOpenAfterItWasWritten() {
    FakeChannel channel = new FakeChannel();
    ServerSession first = openWebSocket(channel);
    ServerSession second = openPolling();
    openPolling().close(CloseCode.CLIENT_CLOSED);

    List<Runnable> closers = server.closers(CloseCode.NODE_STOPPING);
    first.send(text("farewell"));
    second.send(text("farewell"));
    closers.forEach(Runnable::run);

    assertThat(closers).hasSize(2);
    assertThat(channel.frames).contains("4farewell");
    assertThat(channel.closes).containsExactly(CloseCode.NODE_STOPPING);
    assertThat(poll(second).answer()).isEqualTo("4farewell");
    assertThat(poll(second).answer()).isEqualTo("1");
  }

  @Test
  void theHandlerIsCalledByOneThreadAtATime() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    EngineServer busy =
        new EngineServer(
            server.settings(),
            timer,
            timer,
            new EngineHandler() {
              @Override
              public void onOpen(EngineSession session) {}

              @Override
              public void onText(EngineSession session, String text) {
                if (inside.incrementAndGet() != 1) {
                  overlaps.incrementAndGet();
                }
                Thread.onSpinWait();
                inside.decrementAndGet();
                calls.incrementAndGet();
              }

              @Override
              public void onBinary(EngineSession session, byte[] bytes) {}

              @Override
              public void onClose(EngineSession session, CloseCode code) {}
            },
            EngineObserver.NONE,
            () -> WriteStripe.DIRECT);
    FakeChannel channel = new FakeChannel();
    ServerSession session = busy.open(handshake(), () -> {}, channel);
    int threads = 4;
    CountDownLatch done = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int t = 0; t < threads; t++) {
        pool.execute(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                session.text(channel, "4x", 2);
              }
              done.countDown();
            });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(overlaps).hasValue(0);
    assertThat(calls).hasValue(threads * 5_000);
  }
}
