package dev.parley.bench.load;

import dev.parley.bench.order.RunOrder;
import java.util.concurrent.atomic.AtomicLongArray;

/** What everybody who takes part in a run knows of it. */
final class Run {
  private final RunOrder order;
  private final AtomicLongArray sentNanos;
  private volatile Schedule schedule = new Schedule(0, 1);

  Run(RunOrder order) {
    this.order = order;
    this.sentNanos = order.pace().isOpen() ? null : new AtomicLongArray(order.count());
  }

  RunOrder order() {
    return order;
  }

  /** Says when its first message is due, before any is sent. */
  void start(long nanos) {
    double perSecond = order.pace().isOpen() ? order.pace().perSecond() : 1;
    this.schedule = new Schedule(nanos, perSecond);
  }

  long startNanos() {
    return schedule.startNanos();
  }

  /** Whether a message is of this run. */
  boolean has(long number) {
    return number >= order.base() && number < order.base() + order.count();
  }

  /** When a message was to be sent; in a closed loop when it was. */
  long due(long number) {
    return sentNanos == null ? schedule.due(place(number)) : sentNanos.getAcquire(place(number));
  }

  /** A message is sent now. */
  void sending(long number, long now) {
    if (sentNanos != null) {
      sentNanos.setRelease(place(number), now);
    }
  }

  private int place(long number) {
    return (int) (number - order.base());
  }
}
