package dev.parley.cluster.redis;

import java.util.concurrent.atomic.LongAdder;

/** What happens to the logs of this node, counted for its meter. Safe on any thread. */
final class LogCounters {
  final Count published = new Count(ClusterCount.PUBLISHED);
  final Count refused = new Count(ClusterCount.REFUSED);
  final Count delivered = new Count(ClusterCount.DELIVERED);

  /** Messages that this node delivered while Redis was away. */
  final Count deliveredAlone = new Count(ClusterCount.DELIVERED_ALONE);

  final Count unreadable = new Count(ClusterCount.UNREADABLE);
  final Count gaps = new Count(ClusterCount.GAPS);

  /** Reads of the log, position checks included. */
  final Count reads = new Count(ClusterCount.READS);

  final Count epochs = new Count(ClusterCount.EPOCHS);
  final Count subscriptions = new Count(ClusterCount.SUBSCRIPTIONS);
  private final ClusterMeter meter;

  LogCounters(ClusterMeter meter) {
    this.meter = meter;
  }

  /** See {@link ClusterMeter#heardBack}. */
  void heardBack(long nanos) {
    meter.heardBack(nanos);
  }

  /** One of them. */
  final class Count {
    private final ClusterCount what;
    private final LongAdder sum = new LongAdder();

    private Count(ClusterCount what) {
      this.what = what;
    }

    void increment() {
      sum.increment();
      meter.counted(what);
    }

    long sum() {
      return sum.sum();
    }
  }
}
