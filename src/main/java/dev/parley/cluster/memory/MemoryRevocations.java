package dev.parley.cluster.memory;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.Revocations;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Revocations that end with this node. */
public final class MemoryRevocations implements Revocations {
  private final TimeSource time;
  private final int most;
  private final Map<Subject, Entry> entries = new HashMap<>();

  /**
   * @param most how many are remembered at a time
   */
  public MemoryRevocations(TimeSource time, int most) {
    this.time = time;
    this.most = most;
  }

  @Override
  public synchronized CompletionStage<Void> remember(Revocation revocation, Duration life) {
    forgetPast();
    Subject subject = new Subject(revocation.kind(), revocation.subject());
    if (entries.size() >= most && !entries.containsKey(subject)) {
      return CompletableFuture.failedFuture(new ParleyException(ErrorCode.OVERLOADED));
    }
    Entry entry = new Entry(revocation, time.nanoTime() + life.toNanos());
    entries.merge(subject, entry, Entry::joined);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> restore(List<Remembered> lost) {
    return CompletableFuture.allOf(
        lost.stream()
            .filter(entry -> entry.left().toMillis() > 0)
            .map(entry -> remember(entry.revocation(), entry.left()).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public synchronized CompletionStage<List<Remembered>> all() {
    forgetPast();
    long now = time.nanoTime();
    return CompletableFuture.completedFuture(
        entries.values().stream()
            .map(entry -> new Remembered(entry.revocation, Duration.ofNanos(entry.until - now)))
            .toList());
  }

  private void forgetPast() {
    long now = time.nanoTime();
    entries.values().removeIf(entry -> entry.until - now <= 0);
  }

  private record Subject(Revocation.Kind kind, String name) {}

  private record Entry(Revocation revocation, long until) {
    Entry joined(Entry other) {
      Revocation later =
          other.revocation.before().isAfter(revocation.before()) ? other.revocation : revocation;
      return new Entry(later, until - other.until > 0 ? until : other.until);
    }
  }
}
