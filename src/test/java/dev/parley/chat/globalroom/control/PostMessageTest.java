package dev.parley.chat.globalroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.globalroom.adapter.MemoryGlobalMessages;
import dev.parley.chat.globalroom.control.GlobalMessages.Draft;
import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.kernel.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PostMessageTest {
  private final RecordingFeed feed = new RecordingFeed();
  private final PostMessage postMessage =
      new PostMessage(new MemoryGlobalMessages(10_000, 1 << 30, TimeSource.system()), feed);

  @Test
  void aRetriedSendGetsTheFirstAnswerAndIsNotToldAgain() {
    GlobalMessage first = postMessage.post(draft("alice", "hello", "t1"));
    GlobalMessage retried = postMessage.post(draft("alice", "changed my mind", "t1"));

    assertThat(retried).isSameAs(first);
    assertThat(feed.messages()).containsExactly(first);
  }

  @Test
  void theSameTempIdOfAnotherSenderIsAnotherMessage() {
    postMessage.post(draft("alice", "hello", "t1"));
    postMessage.post(draft("bob", "hello", "t1"));

    assertThat(feed.messages()).extracting(GlobalMessage::seq).containsExactly(1L, 2L);
  }

  /** Invariant: the room hears messages in the order of seq, each once, whoever races. */
  @Test
  void racingSendersAndRetriesAreToldInOrderOnce() throws Exception {
    int senders = 8;
    int each = 200;
    ExecutorService pool = Executors.newFixedThreadPool(senders);
    List<Callable<List<Long>>> work = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      // Two threads a user, so that every message is also a racing retry.
      String user = "user" + sender / 2;
      work.add(
          () ->
              LongStream.range(0, each)
                  .map(n -> postMessage.post(draft(user, "n " + n, "t" + n)).seq())
                  .boxed()
                  .toList());
    }
    List<List<Long>> answers = new ArrayList<>();
    try {
      for (Future<List<Long>> answer : pool.invokeAll(work)) {
        answers.add(answer.get());
      }
    } finally {
      pool.shutdownNow();
    }

    long expected = (long) senders / 2 * each;
    assertThat(feed.messages())
        .extracting(GlobalMessage::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, expected).boxed().toList());
    assertThat(new HashSet<>(feed.messages())).hasSize((int) expected);
    for (int sender = 0; sender < senders; sender += 2) {
      assertThat(answers.get(sender)).isEqualTo(answers.get(sender + 1));
    }
  }

  private static Draft draft(String user, String content, String tempId) {
    return new Draft(new Participant(user, null), content, tempId, List.of());
  }
}
