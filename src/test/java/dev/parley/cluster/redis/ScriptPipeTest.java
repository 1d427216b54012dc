package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.redis.ScriptPipe.Run;
import dev.parley.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScriptPipeTest {
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  private final ManualTimer timer = new ManualTimer();
  private final List<Integer> flights = new ArrayList<>();
  private final List<CompletableFuture<String>> sent = new ArrayList<>();
  private final ScriptPipe pipe = new ScriptPipe(this::fly, timer, timer, TIMEOUT);
  private RuntimeException broken;

  private void fly(List<Run<?>> runs) {
    flights.add(runs.size());
    if (broken != null) {
      throw broken;
    }
    runs.forEach(run -> run.start(null));
  }

  private CompletionStage<String> run() {
    return pipe.run(
        scripts -> {
          CompletableFuture<String> answer = new CompletableFuture<>();
          sent.add(answer);
          return answer;
        });
  }

  private List<CompletionStage<String>> run(int count) {
    List<CompletionStage<String>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(run());
    }
    return results;
  }

  private void answer(int from, int to) {
    List.copyOf(sent.subList(from, to)).forEach(answer -> answer.complete("done"));
  }

  private static boolean isFailed(CompletionStage<?> result) {
    return result.toCompletableFuture().isCompletedExceptionally();
  }

  @Test
  void aScriptGoesAloneAndAtOnceWhenFewAreUnderWay() {
    run(ScriptPipe.MOST_UNDER_WAY);

    assertThat(flights).hasSize(ScriptPipe.MOST_UNDER_WAY).containsOnly(1);
  }

  @Test
  void thoseThatAreDueMeanwhileGoTogether() {
    run(ScriptPipe.MOST_UNDER_WAY);
    run(7);
    assertThat(sent).hasSize(ScriptPipe.MOST_UNDER_WAY);

    answer(0, 1);

    assertThat(flights).endsWith(1, 7).hasSize(ScriptPipe.MOST_UNDER_WAY + 1);
  }

  @Test
  void aBatchHasAMostAndTheRestFollows() {
    run(ScriptPipe.MOST_UNDER_WAY);
    run(ScriptPipe.MOST_TOGETHER + 5);

    answer(0, 2);

    assertThat(flights).endsWith(ScriptPipe.MOST_TOGETHER, 5);
    assertThat(sent).hasSize(ScriptPipe.MOST_UNDER_WAY + ScriptPipe.MOST_TOGETHER + 5);
  }

  /** Invariant: the next batch goes when all of one before have ended, however they did. */
  @Test
  void oneThatFailsFailsAlone() {
    run(ScriptPipe.MOST_UNDER_WAY);
    List<CompletionStage<String>> together = run(3);
    answer(0, 2);
    CompletionStage<String> next = run();
    CompletionStage<String> last = run();
    assertThat(flights).endsWith(3, 1);

    sent.get(2).completeExceptionally(new IllegalStateException("refused"));
    sent.get(3).complete("done");
    assertThat(isFailed(together.get(0))).isTrue();
    assertThat(together.get(1).toCompletableFuture()).isCompletedWithValue("done");
    assertThat(together.get(2).toCompletableFuture()).isNotDone();
    assertThat(next.toCompletableFuture()).isNotDone();
    assertThat(sent).hasSize(6);

    sent.get(4).complete("done");
    assertThat(sent).hasSize(7);
    sent.get(6).complete("done");
    assertThat(last.toCompletableFuture()).isCompletedWithValue("done");
  }

  /** Invariant: a batch that gets no answer does not hold up the others until its time-out. */
  @Test
  void aBatchWithoutAnAnswerMakesRoomSoon() {
    run(ScriptPipe.MOST_UNDER_WAY);
    run(2);
    timer.advance(ScriptPipe.PATIENCE.minusMillis(1));
    assertThat(sent).hasSize(ScriptPipe.MOST_UNDER_WAY);

    timer.advance(Duration.ofMillis(1));
    assertThat(flights).endsWith(2);

    // Its answer makes no second room.
    answer(0, 2);
    run(3);
    assertThat(flights).containsExactly(1, 1, 2, 1);
  }

  /** Invariant: what its caller gave up is not done later. */
  @Test
  void whatWaitedAsLongAsACallMayTakeIsNotSent() {
    run(ScriptPipe.MOST_UNDER_WAY);
    CompletionStage<String> waiting = run();
    timer.stall(TIMEOUT);

    answer(0, 1);

    assertThat(isFailed(waiting)).isTrue();
    assertThat(sent).hasSize(ScriptPipe.MOST_UNDER_WAY);
    assertThat(run().toCompletableFuture()).isNotDone();
    assertThat(sent).hasSize(ScriptPipe.MOST_UNDER_WAY + 1);
  }

  /** Invariant: however many fail at once, the stack does not grow with them. */
  @Test
  void aCrowdThatCannotBeSentFails() {
    run(ScriptPipe.MOST_UNDER_WAY);
    List<CompletionStage<String>> crowd = run(100_000);
    broken = new IllegalStateException("closed");

    answer(0, 2);

    assertThat(crowd).allMatch(ScriptPipeTest::isFailed);
  }

  @Test
  void whatCannotBeSentFailsAndTheNextIsTried() {
    broken = new IllegalStateException("closed");
    assertThat(isFailed(run())).isTrue();
    assertThat(isFailed(run())).isTrue();
    assertThat(isFailed(run())).isTrue();

    broken = null;
    CompletionStage<String> next = run();
    assertThat(flights).hasSize(4);
    answer(0, 1);

    assertThat(next.toCompletableFuture()).isCompletedWithValue("done");
  }

  /** Invariant: whoever asks at the same time, everyone is served, and never too many together. */
  @Test
  void manyThreadsAreAllServed() throws Exception {
    int threads = 4;
    int each = 5_000;
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    ExecutorService redis = Executors.newFixedThreadPool(2);
    AtomicInteger most = new AtomicInteger();
    ScriptPipe busy =
        new ScriptPipe(
            runs -> {
              most.accumulateAndGet(runs.size(), Math::max);
              redis.execute(() -> runs.forEach(run -> run.start(null)));
            },
            timer,
            timer,
            TIMEOUT);
    try {
      List<Future<List<CompletionStage<String>>>> served = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        served.add(
            callers.submit(
                () -> {
                  List<CompletionStage<String>> answers = new ArrayList<>();
                  for (int j = 0; j < each; j++) {
                    answers.add(busy.run(scripts -> CompletableFuture.completedFuture("done")));
                  }
                  return answers;
                }));
      }
      for (Future<List<CompletionStage<String>>> one : served) {
        for (CompletionStage<String> answer : one.get()) {
          assertThat(answer.toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo("done");
        }
      }
    } finally {
      callers.shutdownNow();
      redis.shutdownNow();
    }
    assertThat(most.get()).isLessThanOrEqualTo(ScriptPipe.MOST_TOGETHER);
  }
}
