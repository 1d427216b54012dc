package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Mailbox mailbox = new Mailbox(threads::add);

  private void runThreads() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void tasksRunOnTheExecutorInTheirOrder() {
    mailbox.execute(() -> done.add("a"));
    mailbox.execute(() -> done.add("b"));
    assertThat(done).isEmpty();

    runThreads();

    assertThat(done).containsExactly("a", "b");
  }

  /** Never one inside the other: all state belongs to the task at work. */
  @Test
  void whatComesMeanwhileRunsAfterwards() {
    mailbox.execute(
        () -> {
          mailbox.execute(() -> done.add("second"));
          done.add("first");
        });
    runThreads();

    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void aThreadIsGivenBackNowAndThen() {
    for (int i = 0; i < 1_000; i++) {
      mailbox.execute(() -> done.add("more"));
    }
    threads.remove().run();
    assertThat(done).hasSizeLessThan(1_000);
    assertThat(threads).hasSize(1);

    runThreads();

    assertThat(done).hasSize(1_000);
  }

  @Test
  void aTaskThatFailsDoesNotKeepOthersFromRunning() {
    mailbox.execute(
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    mailbox.execute(() -> done.add("next"));
    runThreads();

    assertThat(done).containsExactly("next");
  }
}
