package dev.parley.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdTest {
  /** Invariant: whoever takes a retry, it is the same message. */
  @Test
  void theSameMessageHasTheSameIdEverywhere() {
    assertThat(MessageId.of("/", "anna", "t1"))
        .isEqualTo(MessageId.of("/", "anna", "t1"))
        .matches("[A-Za-z0-9_-]{20}");
  }

  @Test
  void otherMessagesHaveOtherIds() {
    assertThat(
            Set.of(
                MessageId.of("/", "anna", "t1"),
                MessageId.of("/", "anna", "t2"),
                MessageId.of("/", "annat", "1"),
                MessageId.of("/a", "nna", "t1"),
                MessageId.of("/global-chat", "anna", "t1")))
        .hasSize(5);
  }
}
