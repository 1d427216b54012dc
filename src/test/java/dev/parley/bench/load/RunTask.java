package dev.parley.bench.load;

import dev.parley.bench.order.Latencies;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out one run; each method on a thread that may wait while the loops work. */
final class RunTask {
  private static final long LOOK_MILLIS = 10;

  /** How long a second copy of the last message may take to be seen. */
  private static final Duration LINGER = Duration.ofMillis(300);

  private final Run run;
  private final Group senders;
  private final List<Group> receivers;
  private final List<Ledger> ledgers = new ArrayList<>();
  private final AckBook acks;
  private final Sending sending;

  RunTask(RunOrder order, Group senders, List<Group> receivers, Share share) {
    if (!order.pace().isOpen() && share.parts() > 1) {
      throw new IllegalArgumentException("a closed loop needs one process that sees everything");
    }
    this.run = new Run(order);
    this.senders = senders;
    this.receivers = receivers;
    receivers.forEach(group -> ledgers.add(new Ledger(run, group.order(), share)));
    this.acks = new AckBook(run);
    this.sending =
        new Sending(
            run,
            senders,
            share,
            receivers.get(0).order(),
            this::delivered,
            order.kind() == RunOrder.Kind.DIRECT
                ? receivers.get(0).order().devices()
                : receivers.stream().mapToInt(Group::size).sum());
  }

  /**
   * Lets the groups count. Other processes may send from then on, so all do this before one sends.
   */
  void count() {
    count(true);
  }

  /** Sends, until after the last delivery. */
  RunResult perform(long startNanos) throws InterruptedException {
    if (System.nanoTime() > startNanos) {
      throw new IllegalStateException("told too late to begin in time");
    }
    run.start(startNanos);
    senders.loop().execute(sending::begin);
    while (!sending.isFinished()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(run.order().graceMillis());
    int due = senders.loop().call(sending::due);
    int sent = senders.loop().call(sending::sent);
    long expected = ledgers.stream().mapToLong(ledger -> ledger.expected(due)).sum();
    while (System.nanoTime() < deadline && !isComplete(expected, sent)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    TimeUnit.MILLISECONDS.sleep(LINGER.toMillis());
    count(false);
    return result(expected, sent);
  }

  private boolean isComplete(long expected, int sent) {
    return delivered() >= expected && (hasNoAcks() || acks.answered() >= sent);
  }

  private boolean hasNoAcks() {
    return run.order().kind() == RunOrder.Kind.BARE;
  }

  private long delivered() {
    long sum = 0;
    for (Ledger ledger : ledgers) {
      sum += ledger.delivered();
    }
    return sum;
  }

  /** Lets the groups count, or count no more; what they wrote is visible here afterwards. */
  private void count(boolean on) {
    boolean alsoReceive = receivers.contains(senders);
    if (!alsoReceive) {
      attach(senders, null, on ? acks : null);
    }
    for (int i = 0; i < receivers.size(); i++) {
      Group group = receivers.get(i);
      attach(group, on ? ledgers.get(i) : null, on && group.equals(senders) ? acks : null);
    }
  }

  private static void attach(Group group, Ledger ledger, AckBook acks) {
    group
        .loop()
        .call(
            () -> {
              group.count(ledger, acks);
              return null;
            });
  }

  private RunResult result(long expected, int sent) {
    Latencies deliveries = new Latencies();
    ledgers.forEach(ledger -> deliveries.add(ledger.latencies()));
    long last = ledgers.stream().mapToLong(Ledger::lastNanos).max().orElse(0);
    long dropped = senders.dropped();
    for (Group group : receivers) {
      dropped += group.equals(senders) ? 0 : group.dropped();
    }
    return new RunResult(
        new RunResult.Counts(
            sent,
            expected,
            delivered(),
            ledgers.stream().mapToLong(Ledger::doubled).sum(),
            ledgers.stream().mapToLong(Ledger::stray).sum(),
            acks.refused(),
            ledgers.stream().mapToLong(ledger -> ledger.withheld(acks.refusals())).sum(),
            hasNoAcks() ? 0 : sent - acks.answered(),
            dropped,
            ledgers.stream().mapToLong(Ledger::bytes).sum()),
        last == 0 ? 0 : last - run.startNanos(),
        deliveries,
        acks.latencies(),
        sending.lags());
  }
}
