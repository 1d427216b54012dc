package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.CloseCode;
import dev.parley.testing.ManualTimer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundMessagesTest {
  private final ManualTimer timer = new ManualTimer();
  private final List<String> received = new ArrayList<>();
  private final InboundMessages messages =
      new InboundMessages(
          new InboundMessages.Limits(10, 3, Duration.ofSeconds(1)),
          timer,
          new InboundMessages.Receiver() {
            @Override
            public void text(String text, int bytes) {
              received.add(text + "/" + bytes);
            }

            @Override
            public void binary(byte[] bytes) {
              received.add("bytes:" + bytes.length);
            }

            @Override
            public void broken(CloseCode code) {
              received.add(code.label());
            }
          });

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.wrap(new byte[length]);
  }

  @Test
  void partsBecomeOneMessage() {
    messages.text("ab", false);
    messages.text("c", false);
    messages.text("d", true);
    messages.binary(bytes(2), false);
    messages.binary(bytes(3), true);
    messages.text("whole", true);
    messages.text("", true);

    assertThat(received).containsExactly("abcd/4", "bytes:5", "whole/5", "/0");
  }

  @Test
  void bytesAreCountedNotCharacters() {
    messages.text("é".repeat(5), true);
    messages.text("é".repeat(5) + "x", true);

    assertThat(received).containsExactly("é".repeat(5) + "/10", "message_too_big");
  }

  @Test
  void fragmentsCountTogether() {
    messages.binary(bytes(6), false);
    messages.binary(bytes(5), false);
    messages.binary(bytes(1), true);

    assertThat(received).containsExactly("message_too_big");
  }

  @Test
  void emptyFragmentsWithoutEndAreTooMany() {
    for (int i = 0; i < 100; i++) {
      messages.text("", false);
    }

    assertThat(received).containsExactly("message_too_big");
  }

  @Test
  void aMessageHasToEndInTime() {
    messages.text("a", false);
    timer.advance(Duration.ofMillis(999));
    assertThat(received).isEmpty();
    timer.advance(Duration.ofMillis(1));
    messages.text("b", true);

    assertThat(received).containsExactly("receive_timeout");
  }

  @Test
  void theNextMessageHasItsOwnTime() {
    messages.text("a", false);
    timer.advance(Duration.ofMillis(900));
    messages.text("b", true);
    messages.text("c", false);
    timer.advance(Duration.ofMillis(900));
    messages.text("d", true);
    timer.advance(Duration.ofHours(1));

    assertThat(received).containsExactly("ab/2", "cd/2");
  }

  @Test
  void nothingIsReceivedAfterTheEnd() {
    messages.text("a", false);
    messages.end();
    messages.text("b", true);
    timer.advance(Duration.ofHours(1));

    assertThat(received).isEmpty();
  }
}
