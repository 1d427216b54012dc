package dev.parley.chat.globalroom.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.chat.globalroom.control.GlobalMessages.Draft;
import dev.parley.chat.globalroom.control.GlobalMessagesContract;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.kernel.TimeSource;
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
  void theOldestGoFirstAndTheirTempIdsWithThem() {
    GlobalMessages messages = bounded(3, 1 << 20);
    IntStream.rangeClosed(1, 5).forEach(n -> append(messages, "t" + n));

    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).containsExactly(3L, 4L, 5L);
    assertThat(append(messages, "t3").first()).isFalse();
    assertThat(append(messages, "t1").message().seq()).isEqualTo(6);
  }

  @Test
  void heavyMessagesPushOutOthersByTheirBytes() {
    GlobalMessages messages = bounded(1_000, 100_000);
    IntStream.rangeClosed(1, 10).forEach(n -> append(messages, "t" + n));

    messages.append(
        new Draft(new Participant("bob", null), "big", "b1", List.of(new byte[95_000])));
    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).hasSizeLessThan(6).endsWith(11L);

    messages.append(
        new Draft(new Participant("bob", null), "bigger", "b2", List.of(new byte[200_000])));
    assertThat(seqs(messages.before(Long.MAX_VALUE, 100, PLENTY))).containsExactly(12L);
  }

  private static GlobalMessages bounded(int maxMessages, long maxBytes) {
    return new MemoryGlobalMessages(maxMessages, maxBytes, TimeSource.system());
  }
}
