package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker.Receiver;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.redis.RedisLog.Appended;
import dev.parley.cluster.redis.RedisLog.Caught;
import dev.parley.cluster.redis.Sequencer.Verdict;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One node's side of one log: publishes, receives, notices what is missing, and bears the loss of
 * Redis.
 *
 * <p>All state belongs to the mailbox, which runs one task at a time and never waits; answers of
 * Redis come back as tasks. Only {@link #publish} and {@link #heard} are called from elsewhere.
 */
final class LogActor {
  private static final Logger LOG = System.getLogger(LogActor.class.getName());
  private static final Duration RETRY = Duration.ofMillis(100);
  // A batch's answer and the channel use different connections and overtake each other.
  private static final Duration HOLE_PATIENCE = Duration.ofMillis(30);
  private static final int READ_AT_ONCE = 256;
  private static final int READ_AT_LEAST = 4;
  private static final long HEARD_BYTES = 16 << 20;
  private static final int FAILURES_UNTIL_ALONE = 3;
  private static final long BYTES_A_MESSAGE = 64;

  private final String name;
  private final String publisher;
  private final RedisLog log;
  private final LogTopic topic;
  private final LogLimits limits;
  private final Mailbox mailbox;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final LogCounters counters;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong heardBytes = new AtomicLong();

  private final Sequencer sequencer;
  private final Outbox outbox;
  private long epoch;
  private volatile boolean joined;
  private boolean writing;
  private boolean startOver;
  private int failedWrites;
  private boolean reading;
  private int page = READ_AT_ONCE;
  private boolean readAgain;
  private boolean rewritten;
  private boolean retrying;
  private boolean waitingForHole;
  private boolean subscribed;
  private boolean probed;
  private long lastHeard;
  private volatile boolean degraded;
  private volatile boolean closed;

  LogActor(
      String name,
      String publisher,
      RedisGuard guard,
      LogKeys keys,
      LogLimits limits,
      Executor threads,
      Scheduler scheduler,
      TimeSource time,
      LogCounters counters,
      Receiver receiver) {
    this.name = name;
    this.publisher = publisher;
    this.log = new RedisLog(guard, keys, limits);
    this.topic = new LogTopic(guard, keys.channel(), this::heard);
    this.limits = limits;
    this.mailbox = new Mailbox(threads);
    this.scheduler = scheduler;
    this.time = time;
    this.counters = counters;
    this.sequencer = new Sequencer(new ReceiverSink(name, receiver, counters));
    this.outbox = new Outbox(limits);
  }

  void start() {
    mailbox.execute(
        () -> {
          join();
          subscribe();
          every(limits.checkEvery(), this::catchUp);
          every(limits.probeEvery(), this::listen);
        });
  }

  /** Takes a message; see {@link dev.parley.cluster.api.Broker#publish}. */
  CompletionStage<Position> publish(byte[] message) {
    if (closed) {
      return refused(ErrorCode.DRAINING);
    }
    if (queuedBytes.addAndGet(cost(message)) > limits.queueBytes()) {
      queuedBytes.addAndGet(-cost(message));
      return refused(ErrorCode.OVERLOADED);
    }
    counters.published.increment();
    Outgoing outgoing = new Outgoing(message);
    mailbox.execute(() -> take(outgoing));
    return outgoing.stage();
  }

  boolean isDegraded() {
    return degraded;
  }

  boolean isJoined() {
    return joined;
  }

  /** Stops listening and answers what still waits; what was written stays written. */
  void close() {
    closed = true;
    mailbox.execute(
        () -> {
          topic.unsubscribe();
          outbox.forEach(
              message ->
                  message.stage().completeExceptionally(new ParleyException(ErrorCode.DRAINING)));
        });
  }

  private CompletionStage<Position> refused(ErrorCode code) {
    counters.refused.increment();
    return CompletableFuture.failedFuture(new ParleyException(code));
  }

  private static long cost(byte[] message) {
    return BYTES_A_MESSAGE + message.length;
  }

  // Joining

  private void join() {
    log.join().whenCompleteAsync(this::joined, mailbox);
  }

  private void joined(Caught start, Throwable failure) {
    if (failure != null) {
      failed(failure);
      return;
    }
    joined = true;
    sequencer.joinAt(start);
    epoch = sequencer.known().epoch();
    healthy();
    if (sequencer.isBehind()) {
      readSoon();
    }
    write();
  }

  // Publishing

  private void take(Outgoing message) {
    outbox.add(message);
    if (degraded) {
      deliverAlone(message);
    }
    write();
  }

  private void write() {
    if (!joined || writing || retrying || closed) {
      return;
    }
    List<Outgoing> batch = outbox.batch();
    if (batch.isEmpty()) {
      return;
    }
    writing = true;
    log.append(
            sequencer.known(),
            publisher,
            batch.get(0).sequence(),
            batch.stream().map(Outgoing::message).toList())
        .whenCompleteAsync((answer, failure) -> wrote(batch, answer, failure), mailbox);
  }

  private void wrote(List<Outgoing> batch, Appended answer, Throwable failure) {
    writing = false;
    if (failure != null) {
      failedWrites++;
      publishAgainIfAsked();
      failed(failure);
      return;
    }
    failedWrites = 0;
    if (answer.written()) {
      settle(batch, answer.first());
    } else {
      sequencer.learn(answer.first());
      followEpoch();
      catchUp();
    }
    publishAgainIfAsked();
    healthy();
    write();
  }

  private void settle(List<Outgoing> batch, Position first) {
    for (Outgoing message : batch) {
      if (!message.isWritten()) {
        queuedBytes.addAndGet(-cost(message.message()));
      }
    }
    outbox.written(time.nanoTime());
    for (int i = 0; i < batch.size(); i++) {
      Outgoing message = batch.get(i);
      boolean placed = first.offset() > 0;
      Position position = placed ? new Position(first.epoch(), first.offset() + i) : first;
      if (placed) {
        offer(new LogEntry(position, publisher, message.sequence(), message.message()));
      }
      message.stage().complete(position);
    }
  }

  /** In a new epoch the log may lack anything, so it gets again what this node still has. */
  private void followEpoch() {
    if (sequencer.known().epoch() <= epoch) {
      return;
    }
    epoch = sequencer.known().epoch();
    counters.epochs.increment();
    LOG.log(Level.WARNING, "Log {0} is in a new epoch, {1}; publishing again", name, epoch);
    startOver = true;
    if (!writing) {
      publishAgainIfAsked();
      write();
    }
  }

  private void publishAgainIfAsked() {
    if (startOver) {
      startOver = false;
      outbox.startOver(time.nanoTime());
    }
  }

  // Receiving

  /** Hands a frame of the channel on; called by Redisson. */
  private void heard(byte[] frame) {
    if (heardBytes.addAndGet(frame.length) > HEARD_BYTES) {
      // The log still has it, and is read when there is time.
      heardBytes.addAndGet(-frame.length);
      return;
    }
    mailbox.execute(
        () -> {
          heardBytes.addAndGet(-frame.length);
          lastHeard = time.nanoTime();
          probed = false;
          LogFrame.read(frame).forEach(this::offer);
          followEpoch();
        });
  }

  private void offer(LogEntry entry) {
    Verdict verdict = sequencer.offer(entry);
    if (verdict == Verdict.AHEAD) {
      readSoon();
    } else if (verdict == Verdict.REWRITTEN) {
      rewritten = true;
      catchUp();
    }
  }

  private void readSoon() {
    if (!waitingForHole) {
      waitingForHole = true;
      after(
          HOLE_PATIENCE,
          () -> {
            waitingForHole = false;
            if (sequencer.isBehind()) {
              catchUp();
            }
          });
    }
  }

  private void catchUp() {
    if (!joined || closed) {
      return;
    }
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    readAgain = false;
    boolean force = rewritten;
    rewritten = false;
    counters.reads.increment();
    int count = page;
    log.catchUp(sequencer.known(), sequencer.position(), count, force)
        .whenCompleteAsync((read, failure) -> caughtUp(read, count, failure), mailbox);
  }

  private void caughtUp(Caught read, int count, Throwable failure) {
    reading = false;
    if (failure != null) {
      // Large messages over a slow link may not fit into the time-out together.
      page = Math.max(READ_AT_LEAST, page / 2);
      failed(failure);
      return;
    }
    page = Math.min(READ_AT_ONCE, page * 2);
    boolean complete = read.entries().size() < count;
    sequencer.caughtUp(read, complete);
    followEpoch();
    if (failedWrites == 0) {
      healthy();
    }
    if (!complete || readAgain) {
      catchUp();
    } else if (sequencer.isBehind()) {
      readSoon();
    }
  }

  // The channel

  private void subscribe() {
    topic
        .subscribe()
        .whenCompleteAsync(
            (id, failure) -> {
              subscribed = failure == null;
              if (subscribed) {
                counters.subscriptions.increment();
                lastHeard = time.nanoTime();
                probed = false;
                catchUp();
              } else if (!closed) {
                after(RETRY.multipliedBy(5), this::subscribe);
              }
            },
            mailbox);
  }

  private void listen() {
    if (!subscribed || time.nanoTime() - lastHeard < limits.probeEvery().toNanos()) {
      return;
    }
    if (probed) {
      LOG.log(Level.WARNING, "The channel of log {0} is silent; subscribing again", name);
      subscribed = false;
      subscribe();
      return;
    }
    // A probe that could not be sent says nothing about the subscription.
    topic.probe().whenCompleteAsync((count, failure) -> probed = failure == null, mailbox);
  }

  // Without Redis

  private void failed(Throwable failure) {
    if (closed) {
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof RedisUnavailableException away)) {
      LOG.log(Level.ERROR, "An answer of log " + name + " makes no sense", cause);
    } else if (away.isAway() || failedWrites >= FAILURES_UNTIL_ALONE) {
      degrade();
    }
    if (!retrying) {
      retrying = true;
      after(RETRY, this::retry);
    }
  }

  private void retry() {
    retrying = false;
    if (!joined) {
      join();
      return;
    }
    catchUp();
    write();
  }

  private void degrade() {
    if (!degraded) {
      degraded = true;
      LOG.log(Level.WARNING, "Log {0}: Redis is away, serving this node alone", name);
      // Also what lies in the log already, if a hole before it kept it from being delivered.
      outbox.forEach(this::deliverAlone);
    }
  }

  private void deliverAlone(Outgoing message) {
    counters.deliveredAlone.increment();
    sequencer.deliverUnlogged(publisher, message.sequence(), message.message());
    message.stage().complete(Position.NONE);
  }

  private void healthy() {
    if (degraded) {
      degraded = false;
      LOG.log(Level.INFO, "Log {0}: Redis is back", name);
      catchUp();
    }
  }

  // Timers

  private void after(Duration delay, Runnable task) {
    scheduler.schedule(delay, () -> mailbox.execute(() -> runUnlessClosed(task)));
  }

  private void every(Duration period, Runnable task) {
    after(
        period,
        () -> {
          task.run();
          every(period, task);
        });
  }

  private void runUnlessClosed(Runnable task) {
    if (!closed) {
      task.run();
    }
  }
}
