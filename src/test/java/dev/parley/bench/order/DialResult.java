package dev.parley.bench.order;

/**
 * What came of connecting.
 *
 * @param ready clients that were connected, and had their welcome
 * @param failed attempts that failed; in a storm they were repeated
 * @param elapsedNanos from the first attempt to the last welcome
 * @param latencies from the attempt, or when it was due, to the welcome
 */
public record DialResult(long ready, long failed, long elapsedNanos, Latencies latencies) {
  /** Both together. */
  public DialResult plus(DialResult other) {
    Latencies sum = new Latencies();
    sum.add(latencies);
    sum.add(other.latencies);
    return new DialResult(
        ready + other.ready,
        failed + other.failed,
        Math.max(elapsedNanos, other.elapsedNanos),
        sum);
  }

  /** What goes over the line. */
  public Fields fields() {
    return new Fields()
        .with("ready", ready)
        .with("failed", failed)
        .with("elapsedNanos", elapsedNanos)
        .with("latencies", latencies.encode());
  }

  /** Reads what {@link #fields} wrote. */
  public static DialResult from(Fields fields) {
    return new DialResult(
        fields.number("ready"),
        fields.number("failed"),
        fields.number("elapsedNanos"),
        Latencies.parse(fields.text("latencies")));
  }
}
