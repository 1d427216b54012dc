package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.load.Packets.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketsTest {
  private final Packets root = new Packets("/");
  private final Packets room = new Packets("/global-chat");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          40{"sid":"a"}                      | NOISE
          42["authenticated",{}]             | WELCOME
          42["message:received",{}]          | DELIVERY
          42["friend:online",{}]             | NOISE
          42["error",{}]                     | ERROR
          4317[{"status":"ok"}]              | ACK
          44{"message":"no"}                 | REFUSAL
          41                                 | REFUSAL
          """)
  void packetsOfTheRootNamespaceAreToldApart(String packet, Kind kind) {
    assertThat(root.kindOf(bytes(packet))).isEqualTo(kind);
  }

  @Test
  void aNamespaceStandsInItsPackets() {
    assertThat(room.kindOf(bytes("42/global-chat,[\"chat:message\",{}]"))).isEqualTo(Kind.DELIVERY);
    assertThat(room.kindOf(bytes("43/global-chat,9[]"))).isEqualTo(Kind.ACK);
    assertThat(room.connect("T").text()).isEqualTo("40/global-chat,{\"token\":\"T\"}");
    assertThat(room.goodbye().text()).isEqualTo("41/global-chat,");
    assertThat(root.connect("T").text()).isEqualTo("40{\"token\":\"T\"}");
  }

  @Test
  void anAckTellsWhatItAnswersAndHow() {
    ByteBuffer good = bytes("43/global-chat,1000000017[{\"tempId\":\"t\",\"status\":\"ok\"}]");

    assertThat(room.ackId(good)).isEqualTo(1_000_000_017);
    assertThat(room.isGood(good)).isTrue();
    assertThat(room.isGood(bytes("43/global-chat,5[{\"code\":\"rate_limited\"}]"))).isFalse();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.strip().getBytes(StandardCharsets.UTF_8));
  }
}
