package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunOrder.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {
  private static final GroupOrder USERS = GroupOrder.listeners("G", List.of(1), 10);

  @Test
  void aDirectMessageNamesItsReceiverAndItsNumber() {
    MessageTemplate template = template(Kind.DIRECT, 3);

    assertThat(template.fill(12, 7).text())
        .isEqualTo(
            "421000000012[\"message:send\","
                + "{\"to\":\"u0000007\",\"text\":\"xxx\",\"tempId\":\"t0000000012\"}]");
    assertThat(template.fill(4_000_000, 1).text())
        .isEqualTo(
            "421004000000[\"message:send\","
                + "{\"to\":\"u0000001\",\"text\":\"xxx\",\"tempId\":\"t0004000000\"}]");
  }

  @Test
  void aMessageOfTheRoomHasANumberOnly() {
    assertThat(template(Kind.CHAT, 1).fill(5, 9).text())
        .isEqualTo(
            "42/global-chat,1000000005[\"chat:message\",{\"content\":\"x\",\"tempId\":\"t0000000005\"}]");
  }

  @Test
  void theNumberIsFoundInWhatWasSent() {
    String sent = template(Kind.BARE, 200).fill(77, 0).text();

    assertThat(new MessageNumbers().find(ByteBuffer.wrap(sent.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(77);
    assertThat(MessageTemplate.numberOf(1_000_000_077L)).isEqualTo(77);
  }

  @Test
  void aFrameIsMaskedWithZerosAndHasTheTextsLength() {
    Message shortOne = Message.of("2");
    Message longOne = Message.of("x".repeat(300));

    assertThat(shortOne.frame().array()).containsExactly(0x81, 0x81, 0, 0, 0, 0, '2');
    ByteBuffer frame = longOne.frame();
    assertThat(frame.remaining()).isEqualTo(308);
    assertThat(frame.get(1)).isEqualTo((byte) 0xfe);
    assertThat(frame.getShort(2)).isEqualTo((short) 300);
    assertThat(frame.getInt(4)).isZero();
  }

  private static MessageTemplate template(Kind kind, int bytes) {
    return MessageTemplate.of(
        new RunOrder("s", List.of("G"), kind, 0, 1, RunOrder.Pace.open(1), bytes, 0), USERS);
  }
}
