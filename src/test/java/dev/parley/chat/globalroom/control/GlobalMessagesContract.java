package dev.parley.chat.globalroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.GlobalMessages.Appended;
import dev.parley.chat.globalroom.control.GlobalMessages.Draft;
import dev.parley.chat.globalroom.control.GlobalMessages.Page;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of the port promises; one subclass each. */
public abstract class GlobalMessagesContract {
  private static final int PLENTY = 1 << 20;

  /** A store that is empty and keeps at least 100 messages of up to 1 KB. */
  protected abstract GlobalMessages messages();

  @Test
  void messagesGetTheirPlacesWithoutHoles() {
    GlobalMessages messages = messages();

    assertThat(IntStream.range(0, 5).mapToLong(n -> append(messages, "t" + n).message().seq()))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void whatWasAppendedIsWhatIsRead() {
    GlobalMessages messages = messages();
    byte[] data = {0, 1, -1};
    Draft draft =
        new Draft(new Participant("alice", "Alice"), "a\n\t\u00e4\ud83d\ude00", "t", List.of(data));

    Appended appended = messages.append(draft);

    assertThat(appended.first()).isTrue();
    GlobalMessage read = messages.before(Long.MAX_VALUE, 1, PLENTY).messages().get(0);
    assertThat(read.id()).isEqualTo(appended.message().id()).isNotBlank();
    assertThat(read.sender()).isEqualTo(draft.sender());
    assertThat(read.content()).isEqualTo(draft.content());
    assertThat(read.createdAt()).isEqualTo(appended.message().createdAt());
    assertThat(read.attachments().get(0)).isEqualTo(data);
  }

  @Test
  void aRepeatReturnsTheFirstAndChangesNothing() {
    GlobalMessages messages = messages();
    Appended first = append(messages, "t1");

    Appended again = append(messages, "t1");

    assertThat(again.first()).isFalse();
    assertThat(again.message().id()).isEqualTo(first.message().id());
    assertThat(append(messages, "t2").message().seq()).isEqualTo(2);
  }

  @Test
  void pagesLeadFromTheNewestToTheOldest() {
    GlobalMessages messages = messages();
    IntStream.rangeClosed(1, 7).forEach(n -> append(messages, "t" + n));

    Page newest = messages.before(Long.MAX_VALUE, 3, PLENTY);
    Page middle = messages.before(newest.nextBefore().orElseThrow(), 3, PLENTY);
    Page oldest = messages.before(middle.nextBefore().orElseThrow(), 3, PLENTY);

    assertThat(seqs(newest)).containsExactly(5L, 6L, 7L);
    assertThat(seqs(middle)).containsExactly(2L, 3L, 4L);
    assertThat(seqs(oldest)).containsExactly(1L);
    assertThat(oldest.nextBefore()).isEmpty();
  }

  @Test
  void aPageThatHoldsExactlyTheRestLeadsNowhere() {
    GlobalMessages messages = messages();
    IntStream.rangeClosed(1, 3).forEach(n -> append(messages, "t" + n));

    assertThat(messages.before(Long.MAX_VALUE, 3, PLENTY).nextBefore()).isEmpty();
    assertThat(messages.before(1, 3, PLENTY).messages()).isEmpty();
  }

  @Test
  void aPageEndsEarlyWhenItWouldWeighTooMuchButIsNeverEmpty() {
    GlobalMessages messages = messages();
    IntStream.rangeClosed(1, 3).forEach(n -> append(messages, "t" + n));

    Page page = messages.before(Long.MAX_VALUE, 100, 1);

    assertThat(seqs(page)).containsExactly(3L);
    assertThat(page.nextBefore()).hasValue(3);
  }

  /** Appends a small message of one sender. */
  protected static Appended append(GlobalMessages messages, String tempId) {
    return messages.append(new Draft(new Participant("alice", "Alice"), "text", tempId, List.of()));
  }

  /** The places of a page's messages. */
  protected static List<Long> seqs(Page page) {
    return page.messages().stream().map(GlobalMessage::seq).toList();
  }
}
