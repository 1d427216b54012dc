package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.Numbering;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.outbound.Delivery;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodecTest {
  @ParameterizedTest
  @EnumSource
  void anEventComesBackAsItWas(Delivery delivery) {
    RoomEvent sent =
        new RoomEvent(
            "/chat",
            "phòng",
            "new_message",
            "{\"a\":\"\uD83D\uDE00\"}",
            List.of(new byte[] {0, -1}, new byte[0]),
            delivery,
            null,
            "socket");

    RoomEvent read = (RoomEvent) MessageCodec.read(MessageCodec.write(sent)).orElseThrow();

    assertThat(read).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void allFieldsOfAnEventComeBack() {
    RoomEvent sent = counted();

    assertThat(MessageCodec.read(MessageCodec.write(sent)))
        .get()
        .usingRecursiveComparison()
        .isEqualTo(sent);
  }

  @Test
  void theLogSetsTheNumberWithoutKnowingTheRest() {
    byte[] bytes = MessageCodec.write(counted());

    byte[] numbered = MessageCodec.numbered(bytes, 1L << 40);

    assertThat(MessageCodec.number(numbered)).isEqualTo(1L << 40);
    assertThat(MessageCodec.read(numbered))
        .get()
        .usingRecursiveComparison()
        .isEqualTo(counted().numbered(1L << 40));
    assertThat(MessageCodec.number(bytes)).isZero();
  }

  @Test
  void theNumberIsTheLastThingAlsoBehindAFieldOfALaterVersion() {
    byte[] bytes = MessageCodec.write(counted());
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);

    RoomEvent read = (RoomEvent) MessageCodec.read(MessageCodec.numbered(longer, 5)).orElseThrow();

    assertThat(read.numbering().number()).isEqualTo(5);
  }

  @Test
  void theOtherKindsComeBack() {
    List<ClusterMessage> messages =
        List.of(
            new ClusterMessage.RoomJoin("/n", "members", "room"),
            new ClusterMessage.SessionMoved("/n", "pid", 1L << 40),
            new ClusterMessage.Revocation(
                ClusterMessage.Revocation.Kind.USER, "u", Instant.ofEpochSecond(-3, 999_999_999)),
            new ClusterMessage.Revocation(
                ClusterMessage.Revocation.Kind.TOKEN, "t", Instant.EPOCH));

    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(MessageCodec.read(MessageCodec.write(message))).contains(message));
  }

  @Test
  void whatALaterVersionWritesIsSkipped() {
    byte[] bytes = bytes();
    bytes[1] = 99;
    assertThat(MessageCodec.read(bytes)).isEmpty();
    bytes[0] = 2;
    assertThat(MessageCodec.read(bytes)).isEmpty();
  }

  @Test
  void aFieldThatALaterVersionAddsIsIgnored() {
    byte[] longer = Arrays.copyOf(bytes(), bytes().length + 9);
    assertThat(MessageCodec.read(longer)).isPresent();
  }

  @Test
  void whatIsCutOffIsRefusedWhereverItIsCut() {
    for (byte[] bytes : List.of(bytes(), MessageCodec.write(counted()))) {
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> MessageCodec.read(cut))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static RoomEvent counted() {
    return new RoomEvent(
        "/n",
        List.of("one", "two", "three"),
        "e",
        "{\"seq\":}",
        List.of(new byte[] {1, 2}),
        Delivery.ORDERED,
        "coalesce",
        "socket",
        "room",
        "key",
        new Numbering("counter", 7, 0));
  }

  private static byte[] bytes() {
    ClusterMessage message =
        new RoomEvent(
            "/n", "r", "e", "1", List.of(new byte[] {1}), Delivery.COALESCIBLE, "key", null);
    return MessageCodec.write(message);
  }
}
