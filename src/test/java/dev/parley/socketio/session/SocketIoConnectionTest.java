package dev.parley.socketio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.ReplayLimit;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.outbound.Delivery;
import dev.parley.outbound.OutboundMessage;
import dev.parley.testing.ManualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketIoConnectionTest {
  private static final SocketIoSettings SETTINGS =
      new SocketIoSettings(Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(2), 16, 12);

  private final ManualTimer timer = new ManualTimer();
  private final FakeGateway gateway = new FakeGateway("/", "/chat", "/third");
  private final FakeEngineSession session = new FakeEngineSession();
  private final SocketIoHandler handler =
      new SocketIoHandler(gateway, timer, timer, SETTINGS, 10_000, 100_000);

  @BeforeEach
  void open() {
    handler.onOpen(session);
  }

  @Test
  void aConnectIsAnsweredWithTheSocketIdOnceTheGatewayAdmitsIt() {
    receive("0{\"token\":\"abc\"}");
    assertThat(session.frames()).isEmpty();
    assertThat(gateway.last().auth.getString("token")).isEqualTo("abc");

    gateway.last().link.connected("s1", null);

    assertThat(session.frames()).containsExactly("40{\"sid\":\"s1\"}");
  }

  @Test
  void theConnectionIsNamedByAnIdThatIsNotTheSecretSid() {
    connect("/", "s1");
    connect("/chat", "s2");

    assertThat(gateway.opened.get(0).connectionId)
        .isEqualTo(gateway.opened.get(1).connectionId)
        .isNotEqualTo(session.sid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/chat", "0/chat,", "0/chat,{}", "0/chat?x=1,{}"})
  void aNamespaceMayBeWrittenInEveryWayTheProtocolAllows(String packet) {
    receive(packet);
    gateway.last().link.connected("s1", null);

    assertThat(session.frames()).containsExactly("40/chat,{\"sid\":\"s1\"}");
  }

  @Test
  void anUnknownNamespaceIsRefusedAndTheConnectionGoesOn() {
    receive("0/random");

    assertThat(session.frames()).containsExactly("44/random,{\"message\":\"Invalid namespace\"}");
    assertThat(session.isOpen()).isTrue();
    assertThat(gateway.opened).isEmpty();
  }

  @Test
  void aClientThatGuessesNamespacesIsCutOff() {
    for (int i = 0; i < SocketIoConnection.MAX_REJECTED; i++) {
      receive("0/guess" + i);
    }
    assertThat(session.isOpen()).isTrue();

    receive("0/one-more");

    assertThat(session.closed).hasValue(CloseCode.POLICY_VIOLATION);
  }

  /** Each CONNECT costs a token check, and everybody in the namespace a coming and a going. */
  @Test
  void aClientThatComesAndGoesInALoopIsCutOff() {
    for (int i = 0; i < 12; i++) {
      connect("/", "s" + i);
      receive("1");
    }
    assertThat(session.isOpen()).isTrue();

    receive("0");

    assertThat(session.closed).hasValue(CloseCode.POLICY_VIOLATION);
    assertThat(gateway.opened).hasSize(12);
    receive("0");
    assertThat(gateway.opened).hasSize(12);
  }

  @Test
  void aClientThatComesAndGoesNowAndThenGoesOn() {
    for (int i = 0; i < 30; i++) {
      connect("/", "s" + i);
      receive("1");
      timer.advance(Duration.ofMillis(900));
    }

    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void oneConnectionIsInNoMoreNamespacesThanAllowed() {
    connect("/", "s1");
    connect("/chat", "s2");

    receive("0/third");

    assertThat(session.frames())
        .endsWith("44/third,{\"message\":\"Too many namespaces\"}")
        .hasSize(3);
    receive("1/chat");
    receive("0/third");
    assertThat(gateway.opened).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2[\"x\"]", // EVENT, not connected
        "31[]", // ACK, not connected
        "1", // DISCONNECT, not connected
        "4{\"message\":\"x\"}", // CONNECT_ERROR is the server's
        "abc",
        "",
        "9",
        "2{}",
        "2[]",
        "2[null]",
        "2abc[\"x\"]",
        "2[\"connect\"]",
        "2[\"disconnecting\"]",
        "0[]",
        "0{",
        "51-[\"x\"]",
        "5[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "59-[\"x\"]"
      })
  void aViolationClosesTheConnectionAtOnce(String packet) {
    receive(packet);

    assertThat(session.closed).hasValue(CloseCode.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4{\"message\":\"x\"}", "2/chat,[\"x\"]", "3/chat,1[]", "1/chat"})
  void aViolationOnAConnectedSocketClosesTheConnectionAtOnce(String packet) {
    connect("/", "s1");

    receive(packet);

    assertThat(session.closed).hasValue(CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void whatFollowsAViolationIsNotHeard() {
    connect("/", "s1");
    receive("abc");
    receive("2[\"x\"]");
    handler.onBinary(session, new byte[] {1});

    assertThat(gateway.last().events).isEmpty();
    assertThat(session.closed).hasValue(CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void aSecondConnectWhileTheFirstRunsIsAViolation() {
    receive("0");
    receive("0");

    assertThat(session.closed).hasValue(CloseCode.PROTOCOL_ERROR);
    assertThat(gateway.opened).hasSize(1);
  }

  @Test
  void bytesThatNoPacketAnnouncedAreAViolation() {
    connect("/", "s1");

    handler.onBinary(session, new byte[] {1});

    assertThat(session.closed).hasValue(CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void eventsThatComeWhileConnectRunsAreQueuedByTheGateway() {
    receive("0");
    receive("2[\"early\",1]");

    assertThat(gateway.last().events).containsExactly("early[1]");
  }

  @Test
  void anEventIsAcknowledgedOnceAndOnlyOnce() {
    connect("/chat", "s1");
    receive("2/chat,17[\"ask\"]");

    gateway.last().acks.get(0).accept(new Acknowledgement.Success("1,\"x\"", List.of()));
    gateway.last().acks.get(0).accept(new Acknowledgement.Success("2", List.of()));

    assertThat(session.frames()).endsWith("43/chat,17[1,\"x\"]").hasSize(2);
  }

  @Test
  void aFailureIsAcknowledgedWithTheErrorAsItsOneArgument() {
    connect("/", "s1");
    receive("20[\"ask\"]");

    gateway
        .last()
        .acks
        .get(0)
        .accept(new Acknowledgement.Failure(error(ErrorCode.NOT_FOUND), "{\"code\":\"nf\"}"));

    assertThat(session.frames()).endsWith("430[{\"code\":\"nf\"}]");
  }

  @Test
  void anEventWithoutAnAckIdAsksForNone() {
    connect("/", "s1");
    receive("2[\"tell\"]");

    assertThat(gateway.last().acks).isEmpty();
  }

  @Test
  void binaryTravelsBothWays() {
    connect("/", "s1");
    receive("52-7[\"b\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    assertThat(gateway.last().events).isEmpty();
    handler.onBinary(session, bytes("one"));
    handler.onBinary(session, bytes("two"));

    assertThat(gateway.last().arguments.get(0).attachments())
        .containsExactly(bytes("one"), bytes("two"));
    String placeholder = "{\"_placeholder\":true,\"num\":0}";
    gateway
        .last()
        .acks
        .get(0)
        .accept(new Acknowledgement.Success(placeholder, List.of(bytes("back"))));

    assertThat(session.frames()).endsWith("461-7[" + placeholder + "]", "b:back");
    assertThat(session.sent.get(1).frames()).hasSize(2);
  }

  @Test
  void anAckOfTheClientReachesTheSocketWithItsAttachments() {
    connect("/", "s1");
    gateway.last().link.deliver(event("/", "ask", "1"), 5);
    assertThat(session.frames()).endsWith("425[\"ask\",1]");

    receive("35[\"yes\"]");
    receive("61-6[{\"_placeholder\":true,\"num\":0}]");
    handler.onBinary(session, bytes("pic"));

    assertThat(gateway.last().acked).hasSize(2).first().isEqualTo("5[\"yes\"]");
    assertThat(gateway.last().arguments.get(1).attachments()).containsExactly(bytes("pic"));
  }

  @Test
  void aBroadcastIsEncodedOnceAndKeepsItsDeliveryClass() {
    connect("/", "s1");
    EncodedEvent event =
        new EncodedEvent("/", "typing", "1", List.of(), Delivery.COALESCIBLE, "typing:1");

    gateway.last().link.deliver(event);
    gateway.last().link.deliver(event);

    assertThat(session.sent.get(1)).isSameAs(session.sent.get(2));
    assertThat(session.sent.get(1).delivery()).isEqualTo(Delivery.COALESCIBLE);
    assertThat(session.sent.get(1).coalesceKey()).isEqualTo("typing:1");
  }

  @Test
  void aClientThatLeavesMayComeBackAsANewSocket() {
    connect("/", "s1");
    FakeGateway.Socket first = gateway.last();

    receive("1");
    assertThat(first.closed).containsExactly(CloseCode.CLIENT_CLOSED);
    connect("/", "s2");
    first.link.deliver(event("/", "for-the-old-one", ""));

    assertThat(gateway.opened).hasSize(2);
    assertThat(session.frames()).containsExactly("40{\"sid\":\"s1\"}", "40{\"sid\":\"s2\"}");
  }

  @Test
  void aClientThatLeavesWhileConnectRunsHearsNoMoreOfIt() {
    receive("0");
    receive("1");
    gateway.last().link.connected("s1", null);
    gateway.last().link.deliver(event("/", "x", ""));
    gateway.last().link.refused(error(ErrorCode.AUTH_FAILED), "{}");
    gateway.last().link.disconnect(CloseCode.LANE_OVERFLOW);

    assertThat(session.frames()).isEmpty();
    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void aRefusedConnectIsToldWhyAndTheConnectionClosedAfterwards() {
    receive("0");
    gateway.last().link.refused(error(ErrorCode.AUTH_FAILED), "{\"code\":\"auth_failed\"}");

    assertThat(session.frames())
        .containsExactly(
            "44{\"message\":\"The token is missing or not valid.\","
                + "\"data\":{\"code\":\"auth_failed\"}}");
    assertThat(session.closedAfterFlush).hasValue(CloseCode.AUTH_FAILED);
  }

  @Test
  void aRefusalLeavesTheOtherNamespacesAlone() {
    connect("/", "s1");
    receive("0/chat");
    gateway.last().link.refused(error(ErrorCode.FORBIDDEN), "{}");

    assertThat(session.isOpen()).isTrue();
    receive("2[\"still\"]");
    assertThat(gateway.opened.get(0).events).hasSize(1);
  }

  @Test
  void whatWasSentBeforeTheClientKnewOfItsEndIsNoViolation() {
    connect("/", "s1");
    connect("/chat", "s2");
    FakeGateway.Socket chat = gateway.last();
    chat.link.disconnect(CloseCode.SERVER_DISCONNECT);
    assertThat(session.frames()).endsWith("41/chat,");

    receive("2/chat,[\"late\"]");
    receive("3/chat,1[]");
    receive("1/chat");

    assertThat(session.isOpen()).isTrue();
    assertThat(chat.events).isEmpty();
    assertThat(chat.closed).isEmpty();
    receive("2/chat,[\"too late\"]");
    assertThat(session.closed).hasValue(CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void theLastSocketThatTheServerEndsTakesTheConnectionWithIt() {
    connect("/", "s1");
    gateway.last().link.disconnect(CloseCode.TOKEN_EXPIRED);

    assertThat(session.frames()).endsWith("41");
    assertThat(session.closedAfterFlush).hasValue(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void aResumableEndClosesTheTransportWithoutADisconnectPacket() {
    connect("/", "s1");
    gateway.last().link.disconnect(CloseCode.NODE_STOPPING);

    assertThat(session.frames()).hasSize(1);
    assertThat(session.closed).hasValue(CloseCode.NODE_STOPPING);
  }

  @Test
  void aLostConnectionEndsEverySocketOnce() {
    connect("/", "s1");
    receive("0/chat");

    handler.onClose(session, CloseCode.PING_TIMEOUT);
    gateway.last().link.connected("s2", null);

    assertThat(gateway.opened.get(0).closed).containsExactly(CloseCode.PING_TIMEOUT);
    assertThat(gateway.opened.get(1).closed).containsExactly(CloseCode.PING_TIMEOUT);
    assertThat(session.frames()).hasSize(1);
    assertThat(handler.connections()).isZero();
  }

  @Test
  void aConnectionWithoutAnyNamespaceIsClosedInTime() {
    timer.advance(Duration.ofMillis(999));
    assertThat(session.isOpen()).isTrue();
    receive("0/random");
    timer.advance(Duration.ofMillis(1));

    assertThat(session.closed).hasValue(CloseCode.CONNECT_TIMEOUT);
  }

  @Test
  void aConnectThatIsPendingHoldsTheConnection() {
    receive("0");
    timer.advance(Duration.ofSeconds(60));

    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void aConnectionThatLeftItsLastNamespaceIsClosedInTimeToo() {
    connect("/", "s1");
    receive("1");
    timer.advance(Duration.ofMillis(999));
    assertThat(session.isOpen()).isTrue();
    timer.advance(Duration.ofMillis(1));

    assertThat(session.closed).hasValue(CloseCode.CONNECT_TIMEOUT);
  }

  @Test
  void attachmentsThatTrickleAreTimedOutTogether() {
    connect("/", "s1");
    receive("52-[\"b\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    timer.advance(Duration.ofMillis(1_500));
    handler.onBinary(session, bytes("one"));
    timer.advance(Duration.ofMillis(500));

    assertThat(session.closed).hasValue(CloseCode.RECEIVE_TIMEOUT);
  }

  @Test
  void attachmentsInTimeStopTheirClock() {
    connect("/", "s1");
    receive("51-[\"b\",{\"_placeholder\":true,\"num\":0}]");
    handler.onBinary(session, bytes("one"));
    timer.advance(Duration.ofSeconds(60));

    assertThat(session.isOpen()).isTrue();
  }

  /** The handler of this test has a budget of 100 000 bytes. */
  @Test
  void whatWasMissedCountsForItsPlacesAndFillsHalfOfThem() {
    connect("/", "s1");
    EncodedEvent event =
        new EncodedEvent(
            "/", "said", '"' + "x".repeat(500) + '"', List.of(), Delivery.ORDERED, null);

    gateway.last().link.deliver(event);
    gateway.last().link.deliverMissed(event);

    assertThat(gateway.last().link.replayLimit())
        .isEqualTo(new ReplayLimit(50_000 / OutboundMessage.PLACE_BYTES, 400_000));
    OutboundMessage missed = session.sent.get(2);
    assertThat(missed.frames()).isEqualTo(session.sent.get(1).frames());
    assertThat(session.sent.get(1).sizeBytes()).isGreaterThan(500);
    assertThat(missed.sizeBytes()).isEqualTo(OutboundMessage.PLACE_BYTES);
  }

  private void connect(String namespace, String socketId) {
    receive(namespace.equals("/") ? "0" : "0" + namespace);
    gateway.last().link.connected(socketId, null);
  }

  private void receive(String packet) {
    handler.onText(session, packet);
  }

  private static EncodedEvent event(String namespace, String name, String arguments) {
    return new EncodedEvent(namespace, name, arguments, List.of(), Delivery.ORDERED, null);
  }

  private static ErrorReply error(ErrorCode code) {
    return new ErrorReply(code, code.message(), null, "ref", null, null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
