package dev.parley.bench.fleet;

import dev.parley.bench.order.ChurnOrder;
import dev.parley.bench.order.DialResult;
import dev.parley.bench.order.Fields;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunResult;
import dev.parley.bench.order.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * All processes of the load generator, which share every group of clients.
 *
 * <p>Each method waits until all have done it and gives the sum, but {@link #begin}. A failure of
 * one is a failure. Safe on any thread.
 */
public final class LoadFleet implements AutoCloseable {
  /** What an order to send may take to be with all processes; the first message is due then. */
  private static final Duration LEAD = Duration.ofSeconds(1);

  private final List<LoadProcess> processes = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param parts how many; a process holds some 15 000 connections before it runs out of files
   */
  public LoadFleet(int parts) {
    for (int part = 0; part < parts; part++) {
      processes.add(new LoadProcess(part, parts));
    }
  }

  /** Their process ids. */
  public List<Long> pids() {
    return processes.stream().map(LoadProcess::pid).toList();
  }

  /** Signs the tokens of users before a clock runs. */
  public void sign(GroupOrder order) {
    all(Verb.SIGN, order.fields());
  }

  /** Connects a group, and waits until all are ready. */
  public DialResult open(GroupOrder order) {
    return dials(Verb.OPEN, order.fields());
  }

  /** Sends messages and waits until all arrived, or the grace is over. */
  public RunResult run(RunOrder order) {
    return wait(begin(order));
  }

  /** The same, and waits only until all count what arrives. */
  public CompletableFuture<RunResult> begin(RunOrder order) {
    all(Verb.COUNT, order.fields());
    Fields start =
        new Fields()
            .with("base", order.base())
            .with("startNanos", System.nanoTime() + LEAD.toNanos());
    List<CompletableFuture<Fields>> answers = tell(Verb.RUN, start);
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> joined(answers).map(RunResult::from).reduce(RunResult::plus).orElseThrow());
  }

  /** A group stops reading. */
  public void stall(String group) {
    all(Verb.STALL, new Fields().with("group", group));
  }

  /** Cuts a group off and lets it come back, so many members each second. */
  public DialResult storm(String group, double perSecond) {
    return dials(Verb.STORM, new Fields().with("group", group).with("perSecond", perSecond));
  }

  /** Clients connect and leave. */
  public DialResult churn(ChurnOrder order) {
    return dials(Verb.CHURN, order.fields());
  }

  /**
   * A group leaves.
   *
   * @return members whom the server had ended before
   */
  public long close(String group) {
    return joined(all(Verb.CLOSE, new Fields().with("group", group)))
        .mapToLong(fields -> fields.number("dropped"))
        .sum();
  }

  private DialResult dials(Verb verb, Fields fields) {
    return joined(all(verb, fields)).map(DialResult::from).reduce(DialResult::plus).orElseThrow();
  }

  private List<CompletableFuture<Fields>> all(Verb verb, Fields fields) {
    List<CompletableFuture<Fields>> answers = tell(verb, fields);
    answers.forEach(LoadFleet::wait);
    return answers;
  }

  private List<CompletableFuture<Fields>> tell(Verb verb, Fields fields) {
    return processes.stream().map(process -> process.tell(verb, fields)).toList();
  }

  private static Stream<Fields> joined(List<CompletableFuture<Fields>> answers) {
    return answers.stream().map(LoadFleet::wait);
  }

  private static <T> T wait(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException failure) {
      throw new IllegalStateException(failure.getCause().getMessage(), failure);
    }
  }

  @Override
  public void close() {
    processes.forEach(LoadProcess::close);
  }
}
