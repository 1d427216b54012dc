package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.outbound.Delivery;
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
    byte[] bytes = bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> MessageCodec.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] bytes() {
    ClusterMessage message =
        new RoomEvent(
            "/n", "r", "e", "1", List.of(new byte[] {1}), Delivery.COALESCIBLE, "key", null);
    return MessageCodec.write(message);
  }
}
