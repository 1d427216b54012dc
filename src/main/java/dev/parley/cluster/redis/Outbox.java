package dev.parley.cluster.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What this node publishes into one log: waiting, under way, and kept to be published again.
 *
 * <p>Sequence numbers run through all three without a hole. Used by one thread at a time.
 */
final class Outbox {
  private static final int BATCH_MESSAGES = 512;
  private static final int BATCH_BYTES = 512 << 10;

  private final LogLimits limits;
  private final Deque<Outgoing> waiting = new ArrayDeque<>();
  private final Deque<Outgoing> kept = new ArrayDeque<>();
  private final Deque<Flush> flushes = new ArrayDeque<>();
  private List<Outgoing> batch = List.of();
  private long nextSequence = 1;
  private long writtenUpTo;
  private long keptBytes;

  Outbox(LogLimits limits) {
    this.limits = limits;
  }

  void add(Outgoing message) {
    message.sequence(nextSequence++);
    waiting.add(message);
  }

  /** The batch to write now; the same one until {@link #written} or {@link #startOver}. */
  List<Outgoing> batch() {
    if (batch.isEmpty() && !waiting.isEmpty()) {
      List<Outgoing> taken = new ArrayList<>();
      int bytes = 0;
      do {
        Outgoing message = waiting.remove();
        taken.add(message);
        bytes += message.message().length;
      } while (taken.size() < BATCH_MESSAGES && bytes < BATCH_BYTES && !waiting.isEmpty());
      batch = taken;
    }
    return batch;
  }

  /** The batch lies in the log. */
  void written(long now) {
    for (Outgoing message : batch) {
      message.writtenAt(now);
      kept.add(message);
      keptBytes += message.message().length;
      writtenUpTo = Math.max(writtenUpTo, message.sequence());
    }
    batch = List.of();
    prune(now);
  }

  /** Answers those who waited for what is written by now. */
  void answerFlushes() {
    while (!flushes.isEmpty() && flushes.element().last() <= writtenUpTo) {
      flushes.remove().stage().complete(null);
    }
  }

  /** Notes the number of a message whose entry arrives before the answer to its batch, or alone. */
  void numbered(LogEntry entry) {
    if (batch.isEmpty()) {
      return;
    }
    long index = entry.sequence() - batch.get(0).sequence();
    if (index >= 0 && index < batch.size()) {
      Outgoing message = batch.get((int) index);
      if (message.counter() != null) {
        message.number(MessageCodec.number(entry.message()));
      }
    }
  }

  /** Completes when all that was added so far was written once. */
  void flush(CompletableFuture<Void> stage) {
    if (isWritten()) {
      stage.complete(null);
    } else {
      flushes.add(new Flush(nextSequence - 1, stage));
    }
  }

  /** Whether everything that was added was written once. */
  boolean isWritten() {
    return writtenUpTo == nextSequence - 1;
  }

  /** Forgets what is too old, or too much, to be published again. */
  void prune(long now) {
    while (!kept.isEmpty()
        && (keptBytes > limits.windowBytes()
            || kept.element().ageNanos(now) > limits.window().toNanos())) {
      keptBytes -= kept.remove().message().length;
    }
  }

  /** Everything that is kept goes into the log again, before what waits. */
  void startOver(long now) {
    prune(now);
    pushBack(batch);
    batch = List.of();
    pushBack(new ArrayList<>(kept));
    kept.clear();
    keptBytes = 0;
  }

  /** Everything that this node may still have to deliver, in order. */
  void forEach(Consumer<Outgoing> action) {
    kept.forEach(action);
    batch.forEach(action);
    waiting.forEach(action);
  }

  /** The oldest message whose publisher still waits. */
  Optional<Outgoing> oldestUnanswered() {
    return Stream.concat(batch.stream(), waiting.stream())
        .filter(message -> !message.isAnswered())
        .findFirst();
  }

  /** Nothing is written any more; who still waits is told. */
  void abandon(RuntimeException reason) {
    forEach(message -> message.fail(reason));
    flushes.forEach(flush -> flush.stage().completeExceptionally(reason));
    flushes.clear();
  }

  private void pushBack(List<Outgoing> messages) {
    List<Outgoing> reversed = new ArrayList<>(messages);
    Collections.reverse(reversed);
    reversed.forEach(waiting::addFirst);
  }

  private record Flush(long last, CompletableFuture<Void> stage) {}
}
