package dev.parley.bench.load;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Latencies;
import dev.parley.bench.order.RunOrder;
import java.util.function.LongSupplier;

/** Sends the messages of a run, on the senders' loop. */
final class Sending {
  private static final long CLOSED_LOOP_LOOK_NANOS = 500_000;

  private final Run run;
  private final Group senders;
  private final Share share;
  private final int users;
  private final MessageTemplate template;
  private final LongSupplier arrived;
  private final long perMessage;
  private final Latencies lags = new Latencies();
  private int next;
  private int sent;
  private long firstNanos;
  private volatile boolean finished;

  /**
   * Prepares it.
   *
   * @param receivers whose users direct messages go to
   * @param arrived how many deliveries there were so far, for a closed loop
   * @param perMessage how many a message makes
   */
  Sending(
      Run run,
      Group senders,
      Share share,
      GroupOrder receivers,
      LongSupplier arrived,
      long perMessage) {
    this.run = run;
    this.senders = senders;
    this.share = share;
    this.users = receivers.users();
    this.template = MessageTemplate.of(run.order(), receivers);
    this.arrived = arrived;
    this.perMessage = perMessage;
  }

  /** Begins; the rest happens by itself. */
  void begin() {
    senders.loop().at(run.startNanos(), this::step);
  }

  private void step() {
    if (run.order().pace().isOpen()) {
      onSchedule();
    } else {
      byWindow();
    }
  }

  private void onSchedule() {
    RunOrder order = run.order();
    long now = System.nanoTime();
    while (next < order.count() && run.due(order.base() + next) <= now) {
      send(now);
      now = System.nanoTime();
    }
    if (next < order.count()) {
      senders.loop().at(run.due(order.base() + next), this::step);
    } else {
      finished = true;
    }
  }

  private void byWindow() {
    RunOrder order = run.order();
    long now = System.nanoTime();
    if (next == order.count() || now - run.startNanos() > order.pace().millis() * 1_000_000) {
      finished = true;
      return;
    }
    while (next < order.count()
        && next - arrived.getAsLong() / perMessage < order.pace().window()) {
      send(System.nanoTime());
    }
    senders.loop().at(now + CLOSED_LOOP_LOOK_NANOS, this::step);
  }

  private void send(long now) {
    long number = run.order().base() + next;
    int sender = next % senders.order().count();
    next++;
    if (!share.has(sender)) {
      return;
    }
    run.sending(number, now);
    if (sent++ == 0) {
      firstNanos = now;
    }
    lags.record(now - run.due(number));
    senders.member(share.place(sender)).send(template.fill(number, RunOrder.target(number, users)));
  }

  /** Whether everything was sent; from any thread. */
  boolean isFinished() {
    return finished;
  }

  /** Messages of all processes that were due so far. */
  int due() {
    return next;
  }

  /** Messages that this process sent. */
  int sent() {
    return sent;
  }

  /** When this process sent its first; 0 when it sent none. */
  long firstNanos() {
    return firstNanos;
  }

  Latencies lags() {
    return lags;
  }
}
