package dev.parley.socketio.protocol;

import static dev.parley.socketio.protocol.Decoding.LIMITS;
import static dev.parley.socketio.protocol.Decoding.json;
import static dev.parley.socketio.protocol.Decoding.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.socketio.protocol.SocketProtocolException.Reason;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryAssemblerTest {
  private static final String ZERO = "{\"_placeholder\":true,\"num\":0}";
  private static final String ONE = "{\"_placeholder\":true,\"num\":1}";
  private static final byte[] A = {1, 2, 3};
  private static final byte[] B = {4, 5, 6};

  private final BinaryAssembler assembler = new BinaryAssembler(new PacketDecoder(LIMITS));

  @Test
  void anEventWaitsForItsAttachments() throws Exception {
    String text = "52-/admin,7[\"message\"," + ZERO + "," + ONE + "]";
    assertThat(assembler.isWaiting()).isFalse();
    assertThat(assembler.text(text)).isEmpty();
    assertThat(assembler.isWaiting()).isTrue();
    assertThat(assembler.binary(A)).isEmpty();
    assertThat(assembler.isWaiting()).isTrue();
    SocketPacket.Event event = (SocketPacket.Event) assembler.binary(B).orElseThrow();
    assertThat(assembler.isWaiting()).isFalse();
    assertThat(event.namespace()).isEqualTo("/admin");
    assertThat(event.ackId()).isEqualTo(OptionalLong.of(7));
    assertThat(event.name()).isEqualTo("message");
    assertThat(event.arguments()).isEqualTo(json("[" + ZERO + "," + ONE + "]"));
    assertThat(event.attachments()).containsExactly(A, B);
    assertThat(event.size()).isEqualTo(text.length() + 6);
  }

  @Test
  void anAckWaitsForItsAttachments() throws Exception {
    assertThat(assembler.text("61-/admin,456[" + ZERO + "]")).isEmpty();
    SocketPacket.Ack ack = (SocketPacket.Ack) assembler.binary(A).orElseThrow();
    assertThat(ack.namespace()).isEqualTo("/admin");
    assertThat(ack.ackId()).isEqualTo(456);
    assertThat(ack.attachments()).containsExactly(A);
  }

  @Test
  void onePacketAfterAnotherIsAssembled() throws Exception {
    for (int i = 0; i < 3; i++) {
      byte[] bytes = new byte[LIMITS.maxAttachmentBytes()];
      assertThat(assembler.text("51-[\"x\"," + ZERO + "]")).isEmpty();
      SocketPacket.Event event = (SocketPacket.Event) assembler.binary(bytes).orElseThrow();
      assertThat(event.attachments()).containsExactly(bytes);
      assertThat(assembler.text("2[\"plain\"]")).isPresent();
    }
  }

  @Test
  void aPacketKeepsItsAttachmentsWhenTheNextOneIsAssembled() throws Exception {
    assembler.text("51-[\"x\"," + ZERO + "]");
    SocketPacket.Event first = (SocketPacket.Event) assembler.binary(A).orElseThrow();
    assembler.text("51-[\"x\"," + ZERO + "]");
    assembler.binary(B);
    assertThat(first.attachments()).containsExactly(A);
  }

  @Test
  void aBinaryPacketWithoutAttachmentsIsCompleteAtOnce() throws Exception {
    assertThat(assembler.text("50-[\"x\",{\"_placeholder\":false,\"num\":0}]")).isPresent();
    assertThat(assembler.isWaiting()).isFalse();
    assertThat(assembler.text("2[\"next\"]")).isPresent();
  }

  @Test
  void anEmptyAttachmentCounts() throws Exception {
    assembler.text("51-[\"x\"," + ZERO + "]");
    Optional<SocketPacket> packet = assembler.binary(new byte[0]);
    assertThat(((SocketPacket.Event) packet.orElseThrow()).attachments())
        .containsExactly(new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2[\"x\"]", "0", "1", "51-[\"x\",{\"_placeholder\":true,\"num\":0}]", "", "?"})
  void textIsAViolationWhileAnAttachmentIsDue(String text) throws Exception {
    assembler.text("52-[\"x\"," + ZERO + "," + ONE + "]");
    assembler.binary(A);
    assertThat(
            catchThrowableOfType(SocketProtocolException.class, () -> assembler.text(text))
                .reason())
        .isEqualTo(Reason.UNEXPECTED_TEXT);
  }

  @Test
  void anAttachmentThatNobodyAnnouncedIsAViolation() throws Exception {
    assertThat(refused(A)).isEqualTo(Reason.UNEXPECTED_BINARY);
    assembler.text("2[\"x\"]");
    assertThat(refused(A)).isEqualTo(Reason.UNEXPECTED_BINARY);
    assembler.text("50-[\"x\"]");
    assertThat(refused(A)).isEqualTo(Reason.UNEXPECTED_BINARY);
    assembler.text("51-[\"x\"," + ZERO + "]");
    assembler.binary(A);
    assertThat(refused(B)).isEqualTo(Reason.UNEXPECTED_BINARY);
  }

  @Test
  void attachmentsTogetherHaveALimit() throws Exception {
    String text = "52-[\"x\"," + ZERO + "," + ONE + "]";
    assembler.text(text);
    assembler.binary(new byte[400]);
    assertThat(assembler.binary(new byte[600])).isPresent();
    assembler.text(text);
    assembler.binary(new byte[400]);
    assertThat(refused(new byte[601])).isEqualTo(Reason.ATTACHMENTS_TOO_LARGE);
  }

  @Test
  void asManyAttachmentsAsAllowedAreTaken() throws Exception {
    StringBuilder text = new StringBuilder("510-[\"x\"");
    for (int i = 0; i < 10; i++) {
      text.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
    }
    assertThat(assembler.text(text.append(']').toString())).isEmpty();
    for (int i = 0; i < 9; i++) {
      assertThat(assembler.binary(A)).isEmpty();
    }
    assertThat(assembler.binary(A)).isPresent();
  }

  @Test
  void noAttachmentsMayBeAllowedAtAll() {
    DecoderLimits none = new DecoderLimits(100, 0, 0, 8);
    assertThat(violation(none, "51-[\"x\"," + ZERO + "]")).isEqualTo(Reason.TOO_MANY_ATTACHMENTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "51-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "51-[\"x\",{\"num\":0,\"_placeholder\":true}]",
        "51-[\"x\",{\"a\":{\"b\":[1,{\"_placeholder\":true,\"num\":0}]}}]",
        "52-[\"x\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]",
        // The same attachment twice: the reference decoder takes it.
        "51-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]",
        // Only the literal true makes a placeholder.
        "51-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":\"true\",\"num\":9}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":1}]",
        // Members beside the two are data that nobody reads.
        "51-[\"x\",{\"_placeholder\":true,\"num\":0,\"extra\":1}]",
        "51-05[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "501-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "61-5[{\"_placeholder\":true,\"num\":0}]",
      })
  void placeholdersThatNameTheAttachmentsAreFine(String text) throws Exception {
    assertThat(assembler.text(text)).isEmpty();
    assertThat(assembler.isWaiting()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        // more attachments than placeholders
        "51-[\"x\"]",
        "52-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "52-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]",
        "51-[\"x\",{\"_placeholder\":\"true\",\"num\":0}]",
        "51-[\"x\",\"{\\\"_placeholder\\\":true,\\\"num\\\":0}\"]",
        "61-5[]",
        // more placeholders than attachments
        "50-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "60-1[{\"_placeholder\":true,\"num\":0}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
        // out of range, or no integer
        "51-[\"x\",{\"_placeholder\":true,\"num\":1}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":-1}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0.5}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":1e9999}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":2147483648}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":4294967296}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":99999999999999999999999999}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":null}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":[0]}]",
        "51-[\"x\",{\"_placeholder\":true}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0,\"num\":7}]",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":\"splice\"}]]",
      })
  void placeholdersThatLieAreAViolation(String text) {
    assertThat(violation(text)).isEqualTo(Reason.BAD_PLACEHOLDER);
  }

  @Test
  void aPlaceholderIsNoEventName() {
    assertThat(violation("51-[" + ZERO + "]")).isEqualTo(Reason.BAD_EVENT_NAME);
  }

  private Reason refused(byte[] bytes) {
    return catchThrowableOfType(SocketProtocolException.class, () -> assembler.binary(bytes))
        .reason();
  }
}
