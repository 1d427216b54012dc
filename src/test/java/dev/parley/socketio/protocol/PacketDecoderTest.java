package dev.parley.socketio.protocol;

import static dev.parley.socketio.protocol.Decoding.json;
import static dev.parley.socketio.protocol.Decoding.packet;
import static dev.parley.socketio.protocol.Decoding.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import jakarta.json.JsonObject;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of packets without attachments; a bar is the quote of the tables. */
class PacketDecoderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "0; /; {}",
        "0{}; /; {}",
        "0{\"token\":\"123\"}; /; {\"token\":\"123\"}",
        "0/; /; {}",
        "0/,; /; {}",
        "0/,{\"a\":1}; /; {\"a\":1}",
        "0/custom; /custom; {}",
        "0/custom,; /custom; {}",
        "0/custom,{\"token\":\"abc\"}; /custom; {\"token\":\"abc\"}",
        "0/admin,{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}; /admin; {\"sid\":\"oSO0OpakMV_3jnilAAAA\"}",
        "0/a/b-c.d_1,{}; /a/b-c.d_1; {}",
        "0/phòng,{}; /phòng; {}",
        "0 {\"a\":1} ; /; {\"a\":1}",
        "0/custom, {\"a\": 1}; /custom; {\"a\":1}",
        "0/chat?token=1&x=2,{\"a\":1}; /chat; {\"a\":1}",
        "0/chat?; /chat; {}",
        "0/?a=1; /; {}",
        "0/chat?a?b,; /chat; {}",
        "0{\"a\":1,\"a\":2}; /; {\"a\":2}",
        "0{\"__proto__\":{\"x\":1}}; /; {\"__proto__\":{\"x\":1}}",
      })
  void aConnectJoinsANamespace(String text, String namespace, String auth) throws Exception {
    assertThat(packet(text))
        .isEqualTo(new SocketPacket.Connect(namespace, json(auth).asJsonObject()));
  }

  @ParameterizedTest
  @CsvSource({"1, /", "1/admin, /admin", "'1/admin,', /admin", "'1/,', /"})
  void aDisconnectLeavesANamespace(String text, String namespace) throws Exception {
    assertThat(packet(text)).isEqualTo(new SocketPacket.Disconnect(namespace));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "2[\"foo\"]; /; ; foo; []",
        "2[\"foo\",\"bar\"]; /; ; foo; [\"bar\"]",
        "2/admin,[\"bar\"]; /admin; ; bar; []",
        "212[\"foo\"]; /; 12; foo; []",
        "2/admin,456[\"foo\",1]; /admin; 456; foo; [1]",
        "20[\"zero\"]; /; 0; zero; []",
        "2007[\"bond\"]; /; 7; bond; []",
        "2999999999999999[\"x\"]; /; 999999999999999; x; []",
        "2/,[\"x\"]; /; ; x; []",
        "2/?q,1[\"x\"]; /; 1; x; []",
        "2[\"message\",1,\"2\",{\"3\":[true]}]; /; ; message; [1,\"2\",{\"3\":[true]}]",
        "2[\"\"]; /; ; ||; []",
        "2[1]; /; ; 1; []",
        "2[-1.5,2]; /; ; -1.5; [2]",
        "2[1e3]; /; ; 1e3; []",
        "2 [ \"a\" , null ] ; /; ; a; [null]",
        "2[\"a\\\"b\\\\\\u0063\"]; /; ; a\"b\\c; []",
        "2[\"__proto__\",{\"__proto__\":1}]; /; ; __proto__; [{\"__proto__\":1}]",
        "2[\"constructor\"]; /; ; constructor; []",
        "2[\"Connect\"]; /; ; Connect; []",
        "2[\"error\"]; /; ; error; []",
        "2[\"x\",{\"_placeholder\":true,\"num\":7}]; /; ; x; [{\"_placeholder\":true,\"num\":7}]",
        "2[\"x\",1e400,-0,0.1e-10]; /; ; x; [1e400,-0,0.1e-10]",
        "2[\"]\",\"[{\",\"\\\\\"]; /; ; ]; [\"[{\",\"\\\\\"]",
        "2[\"x\",true,false,null]; /; ; x; [true,false,null]",
        "50-[\"x\",1]; /; ; x; [1]",
        "50-/ns,3[\"x\"]; /ns; 3; x; []",
      })
  void anEventHasANameAndArguments(
      String text, String namespace, Long ackId, String name, String arguments) throws Exception {
    SocketPacket.Event event = (SocketPacket.Event) packet(text);
    assertThat(event.namespace()).isEqualTo(namespace);
    assertThat(event.ackId())
        .isEqualTo(ackId == null ? OptionalLong.empty() : OptionalLong.of(ackId));
    assertThat(event.name()).isEqualTo(name);
    assertThat(event.arguments()).isEqualTo(json(arguments));
    assertThat(event.attachments()).isEmpty();
    assertThat(event.size()).isEqualTo(text.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "312[]; /; 12; []",
        "30[1]; /; 0; [1]",
        "3/admin,456[\"bar\",{}]; /admin; 456; [\"bar\",{}]",
        "31[null]; /; 1; [null]",
        "31[\"connect\"]; /; 1; [\"connect\"]",
        "31[{\"_placeholder\":true,\"num\":0}]; /; 1; [{\"_placeholder\":true,\"num\":0}]",
        "60-5[]; /; 5; []",
      })
  void anAckHasAnIdAndArguments(String text, String namespace, long ackId, String arguments)
      throws Exception {
    SocketPacket.Ack ack = (SocketPacket.Ack) packet(text);
    assertThat(ack.namespace()).isEqualTo(namespace);
    assertThat(ack.ackId()).isEqualTo(ackId);
    assertThat(ack.arguments()).isEqualTo(json(arguments));
    assertThat(ack.attachments()).isEmpty();
  }

  @Test
  void aConnectErrorIsReadSoThatTheSessionCanRefuseIt() throws Exception {
    assertThat(packet("4/a,{\"message\":\"no\"}"))
        .isEqualTo(new SocketPacket.ConnectError("/a", json("{\"message\":\"no\"}")));
    assertThat(packet("4\"no\"")).isEqualTo(new SocketPacket.ConnectError("/", json("\"no\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "||; EMPTY_PACKET",
        "7; UNKNOWN_TYPE",
        "9[\"x\"]; UNKNOWN_TYPE",
        "abc; UNKNOWN_TYPE",
        "-; UNKNOWN_TYPE",
        "| 2[\"x\"]|; UNKNOWN_TYPE",
        "٢[\"x\"]; UNKNOWN_TYPE",
        // CONNECT
        "0[]; BAD_PAYLOAD",
        "0\"token\"; BAD_PAYLOAD",
        "0null; MALFORMED_JSON",
        "0true; MALFORMED_JSON",
        "0{; MALFORMED_JSON",
        "0}; MALFORMED_JSON",
        "| 0|; UNKNOWN_TYPE",
        "|0 |; MALFORMED_JSON",
        "0{}x; MALFORMED_JSON",
        "0{}{}; MALFORMED_JSON",
        "0{a:1}; MALFORMED_JSON",
        "0{'a':1}; MALFORMED_JSON",
        "0{\"a\":1,}; MALFORMED_JSON",
        "0{\"a\"}; MALFORMED_JSON",
        "0custom; MALFORMED_JSON",
        "01; BAD_ACK_ID",
        "01{}; BAD_ACK_ID",
        // DISCONNECT
        "1{}; BAD_PAYLOAD",
        "1[]; BAD_PAYLOAD",
        "|1 |; BAD_PAYLOAD",
        "1/admin,{}; BAD_PAYLOAD",
        "15; BAD_ACK_ID",
        // EVENT
        "2; BAD_PAYLOAD",
        "212; BAD_PAYLOAD",
        "2/admin; BAD_PAYLOAD",
        "2/admin,; BAD_PAYLOAD",
        "2/admin[\"x\"]; BAD_PAYLOAD",
        "2{}; BAD_PAYLOAD",
        "2\"x\"; BAD_PAYLOAD",
        "2[]; BAD_EVENT_NAME",
        "2[null]; BAD_EVENT_NAME",
        "2[true,\"x\"]; BAD_EVENT_NAME",
        "2[{}]; BAD_EVENT_NAME",
        "2[[\"x\"]]; BAD_EVENT_NAME",
        "2[\"connect\"]; BAD_EVENT_NAME",
        "2[\"connect_error\"]; BAD_EVENT_NAME",
        "2[\"disconnect\",1]; BAD_EVENT_NAME",
        "2[\"disconnecting\"]; BAD_EVENT_NAME",
        "2[\"newListener\"]; BAD_EVENT_NAME",
        "2[\"removeListener\"]; BAD_EVENT_NAME",
        "2[\"dis\\u0063onnect\"]; BAD_EVENT_NAME",
        "2[\"x\"; MALFORMED_JSON",
        "2[\"x; MALFORMED_JSON",
        "2[\"x\\; MALFORMED_JSON",
        "2[\"x\"]]; MALFORMED_JSON",
        "2[\"x\"}; MALFORMED_JSON",
        "2[\"x\",]; MALFORMED_JSON",
        "2[,\"x\"]; MALFORMED_JSON",
        "2[\"x\" \"y\"]; MALFORMED_JSON",
        "2[\"x\"]garbage; MALFORMED_JSON",
        "2[\"x\"],[\"y\"]; MALFORMED_JSON",
        "|2[\"x\"]\u0000|; MALFORMED_JSON",
        "2[\"x\",NaN]; MALFORMED_JSON",
        "2[\"x\",Infinity]; MALFORMED_JSON",
        "2[\"x\",-Infinity]; MALFORMED_JSON",
        "2[\"x\",undefined]; MALFORMED_JSON",
        "2[\"x\",01]; MALFORMED_JSON",
        "2[\"x\",1.]; MALFORMED_JSON",
        "2[\"x\",.5]; MALFORMED_JSON",
        "2[\"x\",+1]; MALFORMED_JSON",
        "2[\"x\",1e]; MALFORMED_JSON",
        "2[\"x\",0x10]; MALFORMED_JSON",
        "2[\"x\",\"\\x41\"]; MALFORMED_JSON",
        "2[\"x\",\"\\u12\"]; MALFORMED_JSON",
        "2[\"x\",\"\t\"]; MALFORMED_JSON",
        "2[\"x\",truE]; MALFORMED_JSON",
        "2[\"x\",/*c*/1]; MALFORMED_JSON",
        "2[\"x\",1e999999999]; NUMBER_OUT_OF_RANGE",
        "2[\"x\",1E+99999]; NUMBER_OUT_OF_RANGE",
        "2[\"x\",1e-2147483649]; NUMBER_OUT_OF_RANGE",
        "2abc[\"message-with-ack\"]; MALFORMED_JSON",
        "2-1[\"x\"]; MALFORMED_JSON",
        "2+1[\"x\"]; MALFORMED_JSON",
        "21.5[\"x\"]; MALFORMED_JSON",
        "2٣[\"x\"]; MALFORMED_JSON",
        "21234567890123456[\"x\"]; BAD_ACK_ID",
        "20000000000000001[\"x\"]; BAD_ACK_ID",
        // ACK
        "3; BAD_ACK_ID",
        "3[]; BAD_ACK_ID",
        "3/admin,[]; BAD_ACK_ID",
        "31; BAD_PAYLOAD",
        "31{}; BAD_PAYLOAD",
        "31\"x\"; BAD_PAYLOAD",
        "31null; MALFORMED_JSON",
        "31[; MALFORMED_JSON",
        // CONNECT_ERROR
        "4; BAD_PAYLOAD",
        "4[]; BAD_PAYLOAD",
        "41{}; BAD_ACK_ID",
        // binary
        "5; BAD_ATTACHMENT_COUNT",
        "51; BAD_ATTACHMENT_COUNT",
        "5[\"x\"]; BAD_ATTACHMENT_COUNT",
        "5-[\"x\"]; BAD_ATTACHMENT_COUNT",
        "51[\"x\"]; BAD_ATTACHMENT_COUNT",
        "5-1-[\"x\"]; BAD_ATTACHMENT_COUNT",
        "51.5-[\"x\"]; BAD_ATTACHMENT_COUNT",
        "5x-[\"x\"]; BAD_ATTACHMENT_COUNT",
        "511-[\"x\"]; TOO_MANY_ATTACHMENTS",
        "599999999999999999999-[\"x\"]; TOO_MANY_ATTACHMENTS",
        "61-[]; BAD_ACK_ID",
        "6[]; BAD_ATTACHMENT_COUNT",
      })
  void aMalformedPacketIsAViolation(String text, Reason reason) {
    assertThat(violation(text)).isEqualTo(reason);
  }

  @Test
  void aNamespaceIsShortAndPrintable() throws Exception {
    String longest = "/" + "n".repeat(127);
    assertThat(packet("0" + longest).namespace()).isEqualTo(longest);
    assertThat(violation("0" + longest + "n")).isEqualTo(Reason.BAD_NAMESPACE);
    assertThat(violation("0/x?" + "q".repeat(200))).isEqualTo(Reason.BAD_NAMESPACE);
    for (char control : new char[] {0, '\t', '\n', '\r', 0x1b, 0x7f, 0x85}) {
      assertThat(violation("0/a" + control + "b,{}")).isEqualTo(Reason.BAD_NAMESPACE);
    }
  }

  @Test
  void aTextOverTheLimitIsNotLookedAt() {
    DecoderLimits limits = new DecoderLimits(10, 1, 10, 4);
    assertThat(violation(limits, "2[\"12345\"]".repeat(2))).isEqualTo(Reason.TEXT_TOO_LONG);
    assertThat(violation(limits, "garbage_garbage")).isEqualTo(Reason.TEXT_TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xsecret", "2[\"secret\"", "0/se\u0000cret", "2[\"x\",secret]"})
  void anExceptionSaysNothingOfTheClientNorOfTheParser(String text) {
    SocketProtocolException exception =
        catchThrowableOfType(SocketProtocolException.class, () -> packet(text));
    assertThat(exception.getMessage())
        .isEqualTo(exception.reason().text())
        .doesNotContain("secret", "Exception", "jakarta", "parsson");
    assertThat(exception.getCause()).isNull();
    assertThat(exception.getStackTrace()).isEmpty();
  }

  @Test
  void loneSurrogatesAreJustText() throws Exception {
    JsonObject auth =
        ((SocketPacket.Connect) packet("0{\"a\":\"\\ud800\",\"b\":\"\ud800\"}")).auth();
    assertThat(auth.getString("a")).isEqualTo("\ud800");
    assertThat(auth.getString("b")).isEqualTo("\ud800");
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(0, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, -1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, 1, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, 1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, 1, 1, 501));
  }
}
