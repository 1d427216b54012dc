package dev.parley.cluster.redis;

import java.util.concurrent.atomic.LongAdder;

/** What happened to the logs of this node since its start; for metrics. Safe on any thread. */
final class LogCounters {
  final LongAdder published = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder delivered = new LongAdder();

  /** Messages that this node delivered while Redis was away. */
  final LongAdder deliveredAlone = new LongAdder();

  final LongAdder unreadable = new LongAdder();
  final LongAdder gaps = new LongAdder();

  /** Reads of the log, position checks included. */
  final LongAdder reads = new LongAdder();

  final LongAdder epochs = new LongAdder();
  final LongAdder subscriptions = new LongAdder();
}
