package dev.parley.plainws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engineio.session.EngineSettings;
import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.Frame;
import dev.parley.outbound.WriteStripe;
import dev.parley.socketio.protocol.PayloadReader;
import dev.parley.testing.ManualTimer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainConnectionTest {
  private static final Duration INTERVAL = Duration.ofSeconds(25);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ManualTimer timer = new ManualTimer();
  private final FakeChannel channel = new FakeChannel();
  private final FakeSocket socket = new FakeSocket();
  private int ends;
  private final PlainConnection connection =
      new PlainConnection(
          channel, settings(), WriteStripe.DIRECT, timer, new PayloadReader(16), () -> ends++);

  @BeforeEach
  void open() {
    connection.open(
        socket,
        "/chat",
        new Handshake(
            "127.0.0.1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "ws"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"event\":\"x\",\"data\":{\"a\":1}} | x[{\"a\":1}]",
        "{\"event\":\"x\"} | x[]",
        "{\"event\":\"x\",\"data\":null} | x[null]",
        "{\"data\":[1,2],\"event\":\"x\",\"more\":true} | x[[1,2]]",
        " {\"event\":\"\"} | []"
      })
  void anObjectIsAnEventWithAtMostOneArgument(String message, String seen) {
    receive(message);

    assertThat(socket.events).containsExactly(seen);
    assertThat(socket.answers).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"seven\"", "0", "-3", "9007199254740992", "\"\""})
  void anIdIsAnsweredAsItCameAndOnce(String id) {
    receive("{\"event\":\"x\",\"id\":" + id + "}");
    socket.answers.get(0).accept(new Acknowledgement.Success("{\"status\":\"ok\"}", List.of()));
    socket.answers.get(0).accept(new Acknowledgement.Success("2", List.of()));

    assertThat(channel.frames).containsExactly("{\"ack\":" + id + ",\"data\":{\"status\":\"ok\"}}");
  }

  @Test
  void aFailureIsAnsweredWithItsError() {
    receive("{\"event\":\"x\",\"id\":1}");
    socket.answers.get(0).accept(new Acknowledgement.Failure(error(ErrorCode.NOT_FOUND), "{}"));

    assertThat(channel.frames).containsExactly("{\"ack\":1,\"error\":{}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {\"error\":",
        "{\"event\":7} | {\"error\":",
        "{\"event\":null,\"id\":5} | {\"ack\":5,\"error\":",
        "{\"event\":\"x\",\"id\":1.5} | {\"error\":",
        "{\"event\":\"x\",\"id\":1e3} | {\"error\":",
        "{\"event\":\"x\",\"id\":true} | {\"error\":",
        "{\"event\":\"x\",\"id\":null} | {\"error\":",
        "{\"event\":\"x\",\"id\":9007199254740993} | {\"error\":",
        "{\"event\":\"x\",\"id\":[1]} | {\"error\":"
      })
  void aWrongShapeIsAnsweredAndTheConnectionGoesOn(String message, String start) {
    receive(message);

    assertThat(channel.frames).hasSize(1);
    assertThat(channel.frames.get(0)).startsWith(start + "{\"code\":\"malformed\"");
    assertThat(socket.events).isEmpty();
    assertThat(channel.closed).isEmpty();
  }

  @Test
  void anIdOfMoreThanSixtyFourCharactersIsRefused() {
    receive("{\"event\":\"x\",\"id\":\"" + "i".repeat(65) + "\"}");

    assertThat(socket.events).isEmpty();
    assertThat(channel.frames).hasSize(1);
  }

  @Test
  void wrongShapesWithoutEndCloseTheConnection() {
    for (int i = 0; i < PlainConnection.MAX_MISSHAPEN; i++) {
      receive("{}");
    }
    assertThat(channel.closed).isEmpty();
    receive("{}");

    assertThat(channel.closed).containsExactly(CloseCode.POLICY_VIOLATION);
    assertThat(socket.closed).containsExactly(CloseCode.POLICY_VIOLATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "[]", "\"x\"", "{\"event\":", "{}{}", "{\"event\":\"x\"} y", "7"})
  void whatIsNotOneObjectIsAnsweredAndClosesTheConnection(String message) {
    receive(message);

    assertThat(channel.frames).hasSize(1);
    assertThat(channel.frames.get(0)).startsWith("{\"error\":{\"code\":\"malformed\"");
    assertThat(channel.closed).containsExactly(CloseCode.PROTOCOL_ERROR);
    receive("{\"event\":\"x\"}");
    assertThat(socket.events).isEmpty();
  }

  @Test
  void deepNestingClosesTheConnection() {
    receive("{\"event\":\"x\",\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");

    assertThat(channel.closed).containsExactly(CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void binaryClosesTheConnection() {
    connection.binary(new byte[] {1});

    assertThat(channel.closed).containsExactly(CloseCode.UNSUPPORTED_DATA);
    assertThat(socket.closed).containsExactly(CloseCode.UNSUPPORTED_DATA);
    assertThat(ends).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"1,2\"} | {\"event\":\"x\",\"data\":{\"a\":\"1,2\"}}",
        "1,\"b\" | {\"event\":\"x\",\"data\":[1,\"b\"]}",
        "\"a\\\",b\" | {\"event\":\"x\",\"data\":\"a\\\",b\"}",
        "`` | {\"event\":\"x\"}"
      })
  void anEventOfTheServerHasOneData(String arguments, String frame) {
    socket.link.deliver(event(arguments, List.of()));

    assertThat(channel.frames).containsExactly(frame);
  }

  @Test
  void attachmentsFollowAsBase64() {
    byte[] one = "one".getBytes(StandardCharsets.US_ASCII);
    socket.link.deliver(event("{\"_placeholder\":true,\"num\":0}", List.of(one, one)));

    assertThat(channel.frames)
        .containsExactly(
            "{\"event\":\"x\",\"data\":{\"_placeholder\":true,\"num\":0},"
                + "\"attachments\":[\"b25l\",\"b25l\"]}");
  }

  @Test
  void anEventThatAsksForAnAckComesAsAnOrdinaryOne() {
    socket.link.deliver(event("1", List.of()), 5);

    assertThat(channel.frames).containsExactly("{\"event\":\"x\",\"data\":1}");
  }

  @Test
  void aRefusalIsToldAndThenCloses() {
    socket.link.refused(error(ErrorCode.USER_INACTIVE), "{\"code\":\"user_inactive\"}");

    assertThat(channel.frames).containsExactly("{\"error\":{\"code\":\"user_inactive\"}}");
    assertThat(channel.closed).containsExactly(CloseCode.AUTH_FAILED);
  }

  @Test
  void theServersDisconnectWaitsForWhatWasSent() {
    channel.holdsCallbacks = true;
    socket.link.deliver(event("1", List.of()));
    socket.link.disconnect(CloseCode.TOKEN_EXPIRED);
    assertThat(channel.closed).isEmpty();

    channel.release();

    assertThat(channel.closed).containsExactly(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void theServersDisconnectDoesNotWaitForEver() {
    channel.holdsCallbacks = true;
    socket.link.deliver(event("1", List.of()));
    socket.link.disconnect(CloseCode.TOKEN_EXPIRED);
    timer.advance(Duration.ofSeconds(2));

    assertThat(channel.closed).containsExactly(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void aReaderThatStopsIsClosedAsSlow() {
    channel.holdsCallbacks = true;
    String big = '"' + "x".repeat(500) + '"';
    for (int i = 0; i < 5; i++) {
      socket.link.deliver(event(big, List.of()));
    }

    assertThat(channel.closed).containsExactly(CloseCode.SLOW_CONSUMER);
    assertThat(socket.closed).containsExactly(CloseCode.SLOW_CONSUMER);
  }

  @Test
  void aPongInTimeKeepsTheConnection() {
    for (int i = 0; i < 3; i++) {
      timer.advance(INTERVAL);
      assertThat(channel.pings).isEqualTo(i + 1);
      timer.advance(TIMEOUT.minusMillis(1));
      connection.pong();
    }

    assertThat(channel.closed).isEmpty();
  }

  @Test
  void noPongInTimeClosesTheConnection() {
    timer.advance(INTERVAL);
    connection.pong();
    connection.pong();
    timer.advance(INTERVAL);
    timer.advance(TIMEOUT);

    assertThat(channel.closed).containsExactly(CloseCode.PING_TIMEOUT);
    assertThat(socket.closed).containsExactly(CloseCode.PING_TIMEOUT);
  }

  @Test
  void theEndIsToldOnce() {
    connection.close(CloseCode.CLIENT_CLOSED);
    connection.close(CloseCode.TRANSPORT_LOST);
    timer.advance(Duration.ofHours(1));

    assertThat(socket.closed).containsExactly(CloseCode.CLIENT_CLOSED);
    assertThat(ends).isEqualTo(1);
    assertThat(channel.pings).isZero();
  }

  private void receive(String message) {
    connection.text(message, message.length());
  }

  private static EncodedEvent event(String arguments, List<byte[]> attachments) {
    return new EncodedEvent(
        "/chat", "x", arguments == null ? "" : arguments, attachments, Delivery.ORDERED, null);
  }

  private static ErrorReply error(ErrorCode code) {
    return new ErrorReply(code, code.message(), null, "ref", null, null);
  }

  private static EngineSettings settings() {
    return new EngineSettings(
        INTERVAL,
        TIMEOUT,
        65_536,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        256,
        128,
        Duration.ofSeconds(5),
        0,
        1_024,
        "");
  }

  private static final class FakeChannel implements PlainChannel {
    final List<String> frames = new ArrayList<>();
    final List<CloseCode> closed = new ArrayList<>();
    int pings;
    boolean holdsCallbacks;
    private Callback held;

    @Override
    public void write(Frame frame, Callback callback) {
      if (frame == PING) {
        pings++;
      } else {
        frames.add(((Frame.Text) frame).text());
      }
      if (holdsCallbacks) {
        held = callback;
      } else {
        callback.done(true);
      }
    }

    void release() {
      holdsCallbacks = false;
      held.done(true);
    }

    @Override
    public void close(CloseCode code) {
      if (closed.isEmpty()) {
        closed.add(code);
      }
    }
  }

  private static final class FakeSocket implements Gateway, SocketInbox {
    final List<String> events = new ArrayList<>();
    final List<Consumer<Acknowledgement>> answers = new ArrayList<>();
    final List<CloseCode> closed = new ArrayList<>();
    SocketLink link;

    @Override
    public boolean serves(String namespace) {
      return true;
    }

    @Override
    public SocketInbox open(
        String namespace,
        String connectionId,
        Handshake handshake,
        JsonObject auth,
        SocketLink opened) {
      link = opened;
      return this;
    }

    @Override
    public void event(
        String name, Arguments arguments, Consumer<Acknowledgement> acknowledge, int sizeBytes) {
      events.add(name + arguments.values());
      if (acknowledge != null) {
        answers.add(acknowledge);
      }
    }

    @Override
    public void ack(long id, Arguments arguments) {
      throw new AssertionError("this protocol has no acks of clients");
    }

    @Override
    public void left() {
      throw new AssertionError("this protocol has one namespace a connection");
    }

    @Override
    public void closed(CloseCode code) {
      closed.add(code);
    }
  }
}
