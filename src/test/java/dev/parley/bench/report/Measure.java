package dev.parley.bench.report;

/** What can be measured, with its unit. */
public enum Measure {
  RSS_CONNECTION("RSS a connection", "KB", 2),
  HEAP_CONNECTION("live heap a connection", "KB", 2),
  DIRECT_CONNECTION("direct buffers a connection", "KB", 2),
  KERNEL_CONNECTION("kernel memory a connection, both ends", "KB", 2),
  IDLE_CPU("CPU an idle connection", "µs/s", 1),

  CONNECT_CPU("CPU a connect", "ms", 3),
  CONNECT_REDIS_CPU("CPU of Redis a connect", "ms", 3),
  CONNECTS_PER_SECOND("connects", "1/s", 0),
  CONNECT_P50("connect p50", "ms", 1),
  CONNECT_P99("connect p99", "ms", 1),
  CONNECT_FAILURES("failed attempts", "", 0),
  ALL_BACK("until all were back", "s", 2),

  DELIVERY_CPU("CPU a delivery, saturated", "µs", 2),
  DELIVERED_RATE("deliveries, saturated", "1/s", 0),
  PACED_DELIVERY_CPU("CPU a delivery, at the fixed rate", "µs", 2),
  MESSAGE_CPU("CPU a message", "µs", 1),
  P50("p50", "ms", 2),
  P99("p99", "ms", 2),
  P999("p99.9", "ms", 2),
  MAX("longest", "ms", 1),
  ACK_P99("ack p99", "ms", 2),
  FLOOD_TIME("until the last delivery", "s", 2),
  P99_ALL_READ("p99 while all read", "ms", 2),
  P99_SOME_STALL("p99 while 5 % do not read", "ms", 2),
  P99_RISE("rise of the p99", "%", 1),
  STALL_RSS("growth of RSS while they do not read", "MB", 1),
  FRAME_BYTES("payload of a frame", "bytes", 0),

  HEAP_GROWTH("growth of live heap", "%", 1),
  RSS_GROWTH("growth of RSS", "%", 1),
  THREAD_GROWTH("growth of threads", "%", 1),
  REDIS_CLIENT_GROWTH("growth of Redis clients", "%", 1),
  KEY_GROWTH("growth of Redis keys", "%", 1),

  SERVER_CORES("CPU of the servers", "cores", 2),
  REDIS_CORES("CPU of Redis", "cores", 2),
  NGINX_CORES("CPU of Nginx", "cores", 2),
  LOAD_CORES("CPU of the load generator", "cores", 2),
  LAG_P99("lateness of the load generator, p99", "ms", 2),
  REFUSED("messages refused, all rounds", "", 0),
  LOST("messages lost, all rounds", "", 0),
  DOUBLED("messages doubled, all rounds", "", 0);

  private final String label;
  private final String unit;
  private final int digits;

  Measure(String label, String unit, int digits) {
    this.label = label;
    this.unit = unit;
    this.digits = digits;
  }

  /** What the page calls it. */
  public String label() {
    return unit.isEmpty() ? label : label + ", " + unit;
  }

  /** Digits after the point. */
  int digits() {
    return digits;
  }

  /** Whether its rounds are added up; else the median of them counts. */
  boolean isCount() {
    return unit.isEmpty();
  }

  /** Whether a ratio says something: not for counts, changes in percent, and what load costs. */
  boolean isCompared() {
    return !isCount()
        && !unit.equals("%")
        && this != STALL_RSS
        && this != FRAME_BYTES
        && this != LAG_P99
        && this != LOAD_CORES;
  }
}
