package dev.parley.cluster.redis;

import dev.parley.cluster.api.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reads what a log holds before a position, the newest of it when that is much.
 *
 * <p>Backwards in pages, and keeps it until all is there. Used once, by the executor's one thread.
 */
final class Backfill {
  private static final int MOST_ENTRIES = 100_000;
  private static final long MOST_BYTES = 32 << 20;
  private static final int PAGE = 512;
  private static final int LEAST_PAGE = 4;

  private final RedisLog log;
  private final Executor mailbox;
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private final CompletableFuture<Deque<LogEntry>> result = new CompletableFuture<>();
  private long bytes;
  private int page = PAGE;

  Backfill(RedisLog log, Executor mailbox) {
    this.log = log;
    this.mailbox = mailbox;
  }

  /** Entries up to a position and including it, in the order of the log. */
  CompletionStage<Deque<LogEntry>> upTo(Position last) {
    read(new Position(last.epoch(), last.offset() + 1));
    return result;
  }

  private void read(Position end) {
    int count = page;
    log.before(end, count)
        .whenCompleteAsync((older, failure) -> took(end, count, older, failure), mailbox);
  }

  private void took(Position end, int count, List<LogEntry> older, Throwable failure) {
    if (failure != null) {
      if (page > LEAST_PAGE) {
        // Large messages over a slow link may not fit into the time-out together.
        page = Math.max(LEAST_PAGE, page / 4);
        read(end);
      } else {
        result.completeExceptionally(failure);
      }
      return;
    }
    for (LogEntry entry : older) {
      bytes += entry.message().length;
      if (entries.size() >= MOST_ENTRIES || bytes > MOST_BYTES) {
        result.complete(entries);
        return;
      }
      entries.addFirst(entry);
    }
    if (older.size() < count) {
      result.complete(entries);
    } else {
      read(entries.element().position());
    }
  }
}
