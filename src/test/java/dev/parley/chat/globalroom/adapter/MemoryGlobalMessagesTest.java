package dev.parley.chat.globalroom.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.chat.globalroom.control.GlobalMessagesContract;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryGlobalMessagesTest extends GlobalMessagesContract {
  private static final int PLENTY = 1 << 20;

  @Override
  protected GlobalMessages messages() {
    return bounded(1_000, 1 << 20);
  }

  @Test
  void theOldestGoFirst() {
    GlobalMessages messages = bounded(3, 1 << 20);
    IntStream.rangeClosed(1, 5).forEach(n -> add(messages, n));

    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).containsExactly(3L, 4L, 5L);
    add(messages, 1);
    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).containsExactly(3L, 4L, 5L);
  }

  @Test
  void heavyMessagesPushOutOthersByTheirBytes() {
    GlobalMessages messages = bounded(1_000, 100_000);
    IntStream.rangeClosed(1, 10).forEach(n -> add(messages, n));

    messages.add(message(11, "big", List.of(new byte[95_000])));
    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).hasSizeLessThan(6).endsWith(11L);

    messages.add(message(12, "bigger", List.of(new byte[200_000])));
    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).containsExactly(12L);
  }

  private static GlobalMessages bounded(int maxMessages, long maxBytes) {
    return new MemoryGlobalMessages(maxMessages, maxBytes);
  }
}
