package dev.parley.bench.load;

import dev.parley.bench.order.RunOrder;
import java.util.concurrent.atomic.AtomicLongArray;

/** What everybody who takes part in a run knows of it. */
final class Run {
  private final RunOrder order;
  private final Schedule schedule;
  private final AtomicLongArray sentNanos;

  Run(RunOrder order) {
    this.order = order;
    boolean open = order.pace().isOpen();
    this.schedule = open ? new Schedule(order.startNanos(), order.pace().perSecond()) : null;
    this.sentNanos = open ? null : new AtomicLongArray(order.count());
  }

  RunOrder order() {
    return order;
  }

  /** Whether a message is of this run. */
  boolean has(long number) {
    return number >= order.base() && number < order.base() + order.count();
  }

  /** When a message was to be sent; in a closed loop when it was. */
  long due(long number) {
    return schedule == null ? sentNanos.getAcquire(place(number)) : schedule.due(place(number));
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
