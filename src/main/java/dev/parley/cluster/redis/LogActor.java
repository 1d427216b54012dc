package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker.Receiver;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.cluster.redis.FirstsOfKeys.First;
import dev.parley.cluster.redis.RedisLog.Appended;
import dev.parley.cluster.redis.RedisLog.Caught;
import dev.parley.cluster.redis.RedisUnavailableException.Reason;
import dev.parley.cluster.redis.Sequencer.Verdict;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One node's side of one log: publishes, receives, notices what is missing, and bears the loss of
 * Redis.
 *
 * <p>All state belongs to the mailbox, which runs one task at a time and never waits; answers of
 * Redis come back as tasks. Only {@link #publish}, {@link #flush}, {@link #close} and {@link
 * #heard} are called from elsewhere.
 */
final class LogActor {
  private static final Logger LOG = System.getLogger(LogActor.class.getName());
  private static final Duration RETRY = Duration.ofMillis(100);
  // A batch's answer and the channel use different connections and overtake each other.
  private static final Duration HOLE_PATIENCE = Duration.ofMillis(30);
  // Publishers are promised an answer within half a second.
  private static final Duration ANSWER_WITHIN = Duration.ofMillis(450);
  // A batch that takes longer than this does not wait for its turn, but for Redis.
  private static final Duration QUICK = Duration.ofMillis(50);
  private static final Duration HURRY = Duration.ofMillis(75);
  private static final Duration END_WITHIN = Duration.ofMillis(900);
  private static final int READ_AT_ONCE = 256;
  private static final int READ_AT_LEAST = 4;
  private static final int HISTORY_AT_ONCE = 1_000;
  private static final long HEARD_BYTES = 16 << 20;
  private static final long BYTES_A_MESSAGE = 64;

  private final String name;
  private final String publisher;
  private final RedisLog log;
  private final BooleanSupplier silence;
  private final LogLimits limits;
  private final Mailbox mailbox;
  private final ActorTimers timers;
  private final TimeSource time;
  private final LogCounters counters;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong heardBytes = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private final FirstsOfKeys firsts;
  private final HighestNumbers numbers = new HighestNumbers();
  private final ReceiverSink sink;
  private final Sequencer sequencer;
  private final Outbox outbox;
  private final Subscription subscription;
  private final RoundTrips roundTrips = new RoundTrips();
  private long epoch;
  private volatile boolean joined;
  private boolean writing;
  private long writingSince;
  private boolean startOver;
  private boolean reading;
  private int page = READ_AT_ONCE;
  private boolean readAgain;
  private boolean rewritten;
  private boolean retrying;
  private boolean waitingForHole;
  private boolean watching;
  private boolean writeFailed;
  private boolean lastTry;
  private volatile boolean degraded;
  private boolean wentAway;
  private volatile boolean closing;

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
    this.silence = guard::isSilent;
    this.limits = limits;
    this.mailbox = new Mailbox(threads);
    this.timers = new ActorTimers(scheduler, mailbox);
    this.time = time;
    this.counters = counters;
    this.firsts = new FirstsOfKeys(time);
    this.sink = new ReceiverSink(name, receiver, counters, firsts, numbers);
    this.sequencer = new Sequencer(sink);
    this.outbox = new Outbox(limits);
    this.subscription =
        new Subscription(
            name,
            new LogTopic(guard, keys.channel(), this::heard),
            limits.probeEvery(),
            mailbox,
            timers,
            time,
            this::subscribed);
  }

  void start() {
    mailbox.execute(
        () -> {
          join();
          subscription.start();
          timers.every(limits.checkEvery(), this::catchUp);
        });
  }

  /** Takes a message; see {@link dev.parley.cluster.api.Broker#publish}. */
  CompletionStage<Published> publish(ClusterMessage message) {
    if (closing) {
      return refused(ErrorCode.DRAINING);
    }
    Outgoing outgoing = Outgoing.of(message, time.nanoTime());
    if (queuedBytes.addAndGet(cost(outgoing)) > limits.queueBytes()) {
      queuedBytes.addAndGet(-cost(outgoing));
      return refused(ErrorCode.OVERLOADED);
    }
    counters.published.increment();
    CompletionStage<Published> stage = outgoing.stage();
    mailbox.execute(() -> take(outgoing));
    return stage;
  }

  /** See {@link dev.parley.cluster.api.Broker#flush}. */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          outbox.flush(stage);
          if (ended.isDone()) {
            stage.completeExceptionally(new ParleyException(ErrorCode.DRAINING));
          }
        });
    return stage;
  }

  long queuedBytes() {
    return queuedBytes.get();
  }

  boolean isDegraded() {
    return degraded;
  }

  boolean isJoined() {
    return joined;
  }

  /**
   * Takes nothing more, tries once more to write what is left, then stops listening.
   *
   * @return completes at the end, within a second
   */
  CompletableFuture<Void> close() {
    closing = true;
    mailbox.execute(
        () -> {
          timers.after(END_WITHIN, this::end);
          writeLast();
        });
    return ended;
  }

  private CompletionStage<Published> refused(ErrorCode code) {
    counters.refused.increment();
    return CompletableFuture.failedFuture(new ParleyException(code));
  }

  private static long cost(Outgoing message) {
    return BYTES_A_MESSAGE + message.message().length;
  }

  // Joining

  private void join() {
    log.join()
        .whenCompleteAsync(
            (start, failure) -> {
              if (failure == null) {
                backfill(start);
              } else {
                failed(failure);
              }
            },
            mailbox);
  }

  private void backfill(Caught start) {
    new Backfill(log, mailbox)
        .upTo(start.head())
        .whenCompleteAsync(
            (entries, failure) -> {
              if (failure == null) {
                handOver(start, entries);
              } else {
                failed(failure);
              }
            },
            mailbox);
  }

  /** In parts, so that what comes meanwhile does not wait for all of it. */
  private void handOver(Caught start, Deque<LogEntry> history) {
    for (int i = 0; i < HISTORY_AT_ONCE && !history.isEmpty(); i++) {
      sink.history(history.remove());
    }
    if (history.isEmpty()) {
      begin(start);
    } else {
      mailbox.execute(() -> handOver(start, history));
    }
  }

  private void begin(Caught start) {
    sink.joined();
    sequencer.joinAt(start);
    epoch = sequencer.known().epoch();
    joined = true;
    LOG.log(Level.INFO, "Log {0} is joined", name);
    healthy();
    if (sequencer.isBehind()) {
      readSoon();
    }
    write();
  }

  // Publishing

  private void take(Outgoing message) {
    if (ended.isDone()) {
      message.fail(new ParleyException(ErrorCode.DRAINING));
      return;
    }
    Optional<First> first = firsts.find(message.key());
    if (first.isPresent()) {
      queuedBytes.addAndGet(-cost(message));
      message.answer(first.get().repeated());
      return;
    }
    outbox.add(message);
    if (degraded) {
      deliverAlone(message);
    } else {
      watch(ANSWER_WITHIN);
      if (silence.getAsBoolean()) {
        hurry(message);
      }
    }
    write();
  }

  /** A publisher may have waited for a Redis that says nothing already, to be counted. */
  private void hurry(Outgoing message) {
    timers.after(
        HURRY,
        () -> {
          if (!message.isAnswered() && !degraded && silence.getAsBoolean() && isStuck()) {
            degrade();
          }
        });
  }

  /** Sees to it that no publisher waits for longer than it was promised. */
  private void watch(Duration delay) {
    if (watching) {
      return;
    }
    watching = true;
    timers.after(
        delay,
        () -> {
          watching = false;
          outbox
              .oldestUnanswered()
              .map(message -> ANSWER_WITHIN.minusNanos(message.waitedNanos(time.nanoTime())))
              .ifPresent(
                  left -> {
                    if (left.compareTo(Duration.ZERO) > 0) {
                      watch(left);
                    } else if (isStuck()) {
                      degrade();
                    } else {
                      watch(QUICK);
                    }
                  });
        });
  }

  /** Otherwise Redis answers, and there is much to write. */
  private boolean isStuck() {
    return !writing || time.nanoTime() - writingSince > QUICK.toNanos();
  }

  private void write() {
    if (!joined || writing || retrying || ended.isDone()) {
      return;
    }
    List<Outgoing> batch = outbox.batch();
    if (batch.isEmpty()) {
      return;
    }
    writing = true;
    writingSince = time.nanoTime();
    roundTrips.sent(batch.get(0));
    log.append(
            sequencer.known(),
            publisher,
            batch.get(0).sequence(),
            batch.stream().map(message -> message.draft(numbers.of(message.counter()))).toList())
        .whenCompleteAsync((answer, failure) -> wrote(batch, answer, failure), mailbox);
  }

  private void wrote(List<Outgoing> batch, Appended answer, Throwable failure) {
    writing = false;
    writeFailed = failure != null;
    if (failure != null) {
      publishAgainIfAsked();
      if (reason(failure).filter(Reason.TIMEOUT::equals).isPresent()) {
        degrade();
      }
      failed(failure);
      writeLast();
      return;
    }
    if (answer.written()) {
      settle(batch, answer.places());
    } else {
      sequencer.learn(new Position(answer.epoch(), 0));
      followEpoch();
      catchUp();
    }
    publishAgainIfAsked();
    healthy();
    write();
    endIfWritten();
  }

  private void settle(List<Outgoing> batch, List<Published> places) {
    for (Outgoing message : batch) {
      if (!message.isWritten()) {
        queuedBytes.addAndGet(-cost(message));
      }
    }
    outbox.written(time.nanoTime());
    for (int i = 0; i < batch.size(); i++) {
      Outgoing message = batch.get(i);
      Published place = places.get(i);
      if (message.counter() != null && place.number() > 0) {
        message.number(place.number());
        numbers.see(message.counter(), place.number());
      }
      if (!place.repeated() && place.position().offset() > 0) {
        offer(message.at(place, publisher));
      }
      message.answer(place);
    }
    outbox.answerFlushes();
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
    sink.storeBack();
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
          subscription.heard();
          List<LogEntry> entries = LogFrame.read(frame);
          measure(entries);
          entries.forEach(this::offer);
          followEpoch();
        });
  }

  private void measure(List<LogEntry> entries) {
    if (!entries.isEmpty() && entries.get(0).publisher().equals(publisher)) {
      roundTrips.heard(entries.get(0).sequence(), time.nanoTime()).ifPresent(counters::heardBack);
    }
  }

  private void offer(LogEntry entry) {
    recognise(entry);
    Verdict verdict = sequencer.offer(entry);
    if (verdict == Verdict.AHEAD) {
      readSoon();
    } else if (verdict == Verdict.REWRITTEN) {
      rewritten = true;
      catchUp();
    }
  }

  /** The answer that told a message's number may get lost, and the number must be kept. */
  private void recognise(LogEntry entry) {
    if (entry.publisher().equals(publisher)) {
      outbox.numbered(entry);
    }
  }

  private void readSoon() {
    if (!waitingForHole) {
      waitingForHole = true;
      timers.after(
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
    if (!joined || ended.isDone()) {
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
    read.entries().forEach(this::recognise);
    sequencer.caughtUp(read, complete);
    followEpoch();
    if (!writeFailed) {
      healthy();
    }
    if (!complete || readAgain) {
      catchUp();
    } else if (sequencer.isBehind()) {
      readSoon();
    }
  }

  private void subscribed() {
    counters.subscriptions.increment();
    catchUp();
  }

  // Without Redis

  private void failed(Throwable failure) {
    if (ended.isDone()) {
      return;
    }
    Optional<Reason> reason = reason(failure);
    if (reason.isEmpty()) {
      LOG.log(Level.ERROR, "An answer of log " + name + " makes no sense", failure);
    } else if (reason.get().isAway()) {
      degrade();
    }
    if (!retrying) {
      retrying = true;
      timers.after(RETRY, this::retry);
    }
  }

  private static Optional<Reason> reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisUnavailableException away
        ? Optional.of(away.reason())
        : Optional.empty();
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
      // During the start nothing was lost yet; the connection itself says when it cannot be made.
      wentAway = joined;
      LOG.log(
          wentAway ? Level.WARNING : Level.DEBUG,
          "Log {0}: Redis is away, serving this node alone",
          name);
      // Also what lies in the log already, if a hole before it kept it from being delivered.
      outbox.forEach(this::deliverAlone);
    }
  }

  private void deliverAlone(Outgoing message) {
    Optional<First> other =
        firsts.find(message.key()).filter(first -> !first.is(publisher, message.sequence()));
    if (other.isPresent()) {
      message.answer(other.get().repeated());
      return;
    }
    if (sequencer.deliverUnlogged(publisher, message.sequence(), message.numberedMessage())) {
      counters.deliveredAlone.increment();
    }
    message.answer(Published.ALONE);
  }

  private void healthy() {
    if (degraded) {
      degraded = false;
      if (wentAway) {
        LOG.log(Level.INFO, "Log {0}: Redis is back", name);
        sink.storeBack();
      }
      catchUp();
    }
  }

  // The end

  private void writeLast() {
    if (!closing) {
      return;
    }
    endIfWritten();
    if (writing) {
      return;
    }
    if (!joined || lastTry) {
      end();
      return;
    }
    lastTry = true;
    retrying = false;
    write();
  }

  private void endIfWritten() {
    if (closing && !writing && outbox.batch().isEmpty()) {
      end();
    }
  }

  private void end() {
    if (ended.isDone()) {
      return;
    }
    timers.stop();
    subscription.end();
    outbox.abandon(new ParleyException(ErrorCode.DRAINING));
    ended.complete(null);
  }
}
