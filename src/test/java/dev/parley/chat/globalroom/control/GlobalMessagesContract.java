package dev.parley.chat.globalroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.control.GlobalMessages.Page;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of the port promises; one subclass each. */
public abstract class GlobalMessagesContract {
  private static final int PLENTY = 1 << 20;

  /** A store that is empty and keeps at least 100 messages of up to 1 KB. */
  protected abstract GlobalMessages messages();

  @Test
  void whatWasAddedIsWhatIsRead() {
    GlobalMessages messages = messages();
    GlobalMessage added = message(3, "a\n\t\u00e4\ud83d\ude00", List.of(new byte[] {0, 1, -1}));

    messages.add(added);

    assertThat(messages.before(Long.MAX_VALUE, 1, PLENTY).messages()).containsExactly(added);
  }

  @Test
  void messagesStandInTheOrderOfTheirPlacesHoweverTheyCome() {
    GlobalMessages messages = messages();
    List.of(3, 1, 4, 2, 3).forEach(n -> add(messages, n));

    assertThat(seqs(messages.before(Long.MAX_VALUE, 9, PLENTY))).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void whatHasNoPlaceIsNewestUntilItHasOne() {
    GlobalMessages messages = messages();
    add(messages, 1);
    GlobalMessage alone = message(GlobalMessage.NO_PLACE, "alone", List.of());
    messages.add(alone);
    messages.add(alone);
    add(messages, 2);

    Page newest = messages.before(Long.MAX_VALUE, 2, PLENTY);
    assertThat(seqs(newest)).containsExactly(2L, 0L);
    assertThat(seqs(messages.before(newest.nextBefore().orElseThrow(), 2, PLENTY)))
        .containsExactly(1L);

    messages.add(alone.at(3));

    assertThat(seqs(messages.before(Long.MAX_VALUE, 9, PLENTY))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void pagesLeadFromTheNewestToTheOldest() {
    GlobalMessages messages = messages();
    IntStream.rangeClosed(1, 7).forEach(n -> add(messages, n));

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
    IntStream.rangeClosed(1, 3).forEach(n -> add(messages, n));

    assertThat(messages.before(Long.MAX_VALUE, 3, PLENTY).nextBefore()).isEmpty();
    assertThat(messages.before(1, 3, PLENTY).messages()).isEmpty();
  }

  @Test
  void aPageEndsEarlyWhenItWouldWeighTooMuchButIsNeverEmpty() {
    GlobalMessages messages = messages();
    IntStream.rangeClosed(1, 3).forEach(n -> add(messages, n));

    Page page = messages.before(Long.MAX_VALUE, 100, 1);

    assertThat(seqs(page)).containsExactly(3L);
    assertThat(page.nextBefore()).hasValue(3);
  }

  /** Adds a small message. */
  protected static void add(GlobalMessages messages, long seq) {
    messages.add(message(seq, "text", List.of()));
  }

  /** A message of one sender; those without a place are all the same one. */
  protected static GlobalMessage message(long seq, String content, List<byte[]> attachments) {
    return new GlobalMessage(
        "id" + seq,
        seq,
        new Participant("alice", "Alice"),
        content,
        "t" + seq,
        Instant.EPOCH,
        attachments);
  }

  /** The places of a page's messages. */
  protected static List<Long> seqs(Page page) {
    return page.messages().stream().map(GlobalMessage::seq).toList();
  }
}
