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

  @Test
  void aTaskThatIsBroughtRunsAtOnceWhereThereIsNoOther() {
    mailbox.executeHere(() -> done.add("here"));

    assertThat(done).containsExactly("here");
    assertThat(threads).isEmpty();
  }

  @Test
  void aTaskThatIsBroughtWaitsForThoseBefore() {
    mailbox.execute(() -> done.add("before"));
    mailbox.executeHere(() -> done.add("here"));
    assertThat(done).isEmpty();

    runThreads();

    assertThat(done).containsExactly("before", "here");
  }

  /** Never one inside the other: all state belongs to the task at work. */
  @Test
  void whatComesMeanwhileRunsAfterwardsOnTheSameThread() {
    mailbox.executeHere(
        () -> {
          mailbox.executeHere(() -> done.add("second"));
          mailbox.execute(() -> done.add("third"));
          done.add("first");
        });

    assertThat(done).containsExactly("first", "second", "third");
    assertThat(threads).isEmpty();
  }

  @Test
  void whoBringsATaskIsNotKeptForEver() {
    mailbox.executeHere(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            mailbox.execute(() -> done.add("more"));
          }
        });
    assertThat(done).hasSizeLessThan(1_000);
    assertThat(threads).hasSize(1);

    runThreads();

    assertThat(done).hasSize(1_000);
  }

  @Test
  void aTaskThatFailsDoesNotKeepOthersFromRunning() {
    mailbox.executeHere(
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    mailbox.executeHere(() -> done.add("next"));

    assertThat(done).containsExactly("next");
  }
}
