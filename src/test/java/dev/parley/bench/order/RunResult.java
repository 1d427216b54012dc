package dev.parley.bench.order;

/**
 * What came of a {@link RunOrder}.
 *
 * @param counts how many of what
 * @param elapsedNanos from the first message to the last delivery
 * @param deliveries from when a message was due to its delivery; for a closed loop from its send
 * @param acks from when a message was due to its ack
 * @param lags from when a message was due to when the generator sent it: its own lateness
 */
public record RunResult(
    Counts counts, long elapsedNanos, Latencies deliveries, Latencies acks, Latencies lags) {
  /**
   * How many of what.
   *
   * @param sent messages
   * @param expected deliveries that were to be made
   * @param delivered deliveries that were made, each counted once
   * @param doubled deliveries that came again
   * @param stray deliveries to somebody else, or of an earlier run
   * @param refused acks that said no, and {@code error} events
   * @param withheld deliveries that were not made of messages that were refused; their senders
   *     know. Those of another process's senders are not among them
   * @param unanswered messages without an ack
   * @param dropped members whom the server ended, before or during the run
   * @param bytes payload of the deliveries
   */
  public record Counts(
      long sent,
      long expected,
      long delivered,
      long doubled,
      long stray,
      long refused,
      long withheld,
      long unanswered,
      long dropped,
      long bytes) {
    Counts plus(Counts other) {
      return new Counts(
          sent + other.sent,
          expected + other.expected,
          delivered + other.delivered,
          doubled + other.doubled,
          stray + other.stray,
          refused + other.refused,
          withheld + other.withheld,
          unanswered + other.unanswered,
          dropped + other.dropped,
          bytes + other.bytes);
    }

    /** Deliveries that were not made though nobody was told so. */
    public long lost() {
      return expected - delivered - withheld;
    }
  }

  /** Both together. */
  public RunResult plus(RunResult other) {
    return new RunResult(
        counts.plus(other.counts),
        Math.max(elapsedNanos, other.elapsedNanos),
        sum(deliveries, other.deliveries),
        sum(acks, other.acks),
        sum(lags, other.lags));
  }

  private static Latencies sum(Latencies one, Latencies other) {
    Latencies sum = new Latencies();
    sum.add(one);
    sum.add(other);
    return sum;
  }

  /** What goes over the line. */
  public Fields fields() {
    return new Fields()
        .with("sent", counts.sent)
        .with("expected", counts.expected)
        .with("delivered", counts.delivered)
        .with("doubled", counts.doubled)
        .with("stray", counts.stray)
        .with("refused", counts.refused)
        .with("withheld", counts.withheld)
        .with("unanswered", counts.unanswered)
        .with("dropped", counts.dropped)
        .with("bytes", counts.bytes)
        .with("elapsedNanos", elapsedNanos)
        .with("deliveries", deliveries.encode())
        .with("acks", acks.encode())
        .with("lags", lags.encode());
  }

  /** Reads what {@link #fields} wrote. */
  public static RunResult from(Fields fields) {
    return new RunResult(
        new Counts(
            fields.number("sent"),
            fields.number("expected"),
            fields.number("delivered"),
            fields.number("doubled"),
            fields.number("stray"),
            fields.number("refused"),
            fields.number("withheld"),
            fields.number("unanswered"),
            fields.number("dropped"),
            fields.number("bytes")),
        fields.number("elapsedNanos"),
        Latencies.parse(fields.text("deliveries")),
        Latencies.parse(fields.text("acks")),
        Latencies.parse(fields.text("lags")));
  }
}
