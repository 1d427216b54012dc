package dev.parley.bench.load;

import dev.parley.bench.order.Latencies;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/** The acks of a run; written by the senders' loop. */
final class AckBook {
  private static final int TOLD = 3;

  private final Run run;
  private final Latencies latencies = new Latencies();
  private final AtomicLong answered = new AtomicLong();
  private final BitSet accepted = new BitSet();
  private final BitSet refusals = new BitSet();
  private long refused;

  AckBook(Run run) {
    this.run = run;
  }

  void acked(long number, boolean good, long now) {
    if (!run.has(number)) {
      return;
    }
    if (!good) {
      refuse("message " + number);
    }
    int place = (int) (number - run.order().base());
    if (good) {
      accepted.set(place);
    } else {
      refusals.set(place);
    }
    latencies.record(now - run.due(number));
    answered.setRelease(answered.getPlain() + 1);
  }

  void complained(String what) {
    refuse(what);
  }

  private void refuse(String what) {
    if (refused++ < TOLD) {
      System.err.println("refused: " + what);
    }
  }

  /** How many acks came; from any thread. */
  long answered() {
    return answered.getAcquire();
  }

  long refused() {
    return refused;
  }

  /** Which messages were refused and never accepted, counted from the first of the run. */
  BitSet refusals() {
    BitSet only = (BitSet) refusals.clone();
    only.andNot(accepted);
    return only;
  }

  Latencies latencies() {
    return latencies;
  }
}
