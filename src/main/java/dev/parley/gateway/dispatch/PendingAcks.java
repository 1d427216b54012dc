package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Arguments;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * The acks that the server awaits from one socket.
 *
 * <p>Each ends once: by the ack, its time-out, or the end of the socket. What depends on it runs on
 * a worker, neither on the thread of the connection nor on the lane, so a handler may wait for it.
 */
final class PendingAcks {
  private final int capacity;
  private final Executor threads;
  private final Scheduler scheduler;
  private final LongAdder pendingEverywhere;

  private final Map<Long, Pending> pending = new HashMap<>();
  private long lastId;
  private boolean closed;

  PendingAcks(int capacity, Executor threads, Scheduler scheduler, LongAdder pendingEverywhere) {
    this.capacity = capacity;
    this.threads = threads;
    this.scheduler = scheduler;
    this.pendingEverywhere = pendingEverywhere;
  }

  /**
   * Awaits an ack under a new id, which is given to the sender before this returns.
   *
   * @return fails at once with OVERLOADED when too many are awaited already
   */
  CompletionStage<Arguments> await(Duration timeout, LongConsumer send) {
    CompletableFuture<Arguments> future = new CompletableFuture<>();
    long id;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(gone());
      }
      if (pending.size() >= capacity) {
        return CompletableFuture.failedFuture(new ParleyException(ErrorCode.OVERLOADED));
      }
      id = lastId++;
      long due = id;
      pending.put(id, new Pending(future, scheduler.schedule(timeout, () -> expire(due))));
      pendingEverywhere.increment();
    }
    send.accept(id);
    return future;
  }

  /** An ack came; unknown ids are ignored. */
  void complete(long id, Arguments arguments) {
    Pending ack = remove(id);
    if (ack != null) {
      ack.timeout().cancel();
      run(() -> ack.future().complete(arguments));
    }
  }

  /** The socket is gone: fails all that is awaited, and whatever is asked for later. */
  void close() {
    List<Pending> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(pending.values());
      pending.clear();
      pendingEverywhere.add(-all.size());
    }
    if (all.isEmpty()) {
      return;
    }
    all.forEach(ack -> ack.timeout().cancel());
    run(() -> all.forEach(ack -> ack.future().completeExceptionally(gone())));
  }

  private void expire(long id) {
    Pending ack = remove(id);
    if (ack != null) {
      TimeoutException late = new TimeoutException("the client sent no ack in time");
      run(() -> ack.future().completeExceptionally(late));
    }
  }

  private synchronized Pending remove(long id) {
    Pending ack = pending.remove(id);
    if (ack != null) {
      pendingEverywhere.decrement();
    }
    return ack;
  }

  private void run(Runnable completion) {
    try {
      threads.execute(completion);
    } catch (RejectedExecutionException stopping) {
      // Nobody may wait for ever, and there is nothing left to keep this thread for.
      completion.run();
    }
  }

  private static CancellationException gone() {
    return new CancellationException("the socket is gone");
  }

  private record Pending(CompletableFuture<Arguments> future, Scheduler.Timeout timeout) {}
}
