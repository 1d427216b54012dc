package dev.parley.bench.order;

import java.util.List;

/**
 * Messages that are sent, and who is to have them.
 *
 * @param senders the group whose members send, by turns
 * @param receivers groups whose members are to have what is sent; the first one's users are those
 *     that direct messages go to
 * @param base the number of the first message; no two messages of a server's life share one
 * @param count how many messages at most
 * @param pace when they are sent
 * @param bytes length of the text in each
 * @param graceMillis how long after the last send the rest may take to arrive
 */
public record RunOrder(
    String senders,
    List<String> receivers,
    Kind kind,
    long base,
    int count,
    Pace pace,
    int bytes,
    long graceMillis) {
  private static final long SPREAD = 2_654_435_761L;

  /** What is sent. */
  public enum Kind {
    /** {@code chat:message} to everyone in {@code /global-chat}. */
    CHAT,
    /** {@code message:send} in {@code /} to all devices of one user. */
    DIRECT,
    /** A text to the endpoint to compare with, which repeats it to everyone. */
    BARE
  }

  /**
   * When messages are sent.
   *
   * @param perSecond an open loop: so many each second, whatever arrives; 0 for a closed loop
   * @param window of a closed loop: messages on their way at a time
   * @param millis of a closed loop: how long it sends
   */
  public record Pace(double perSecond, int window, long millis) {
    /** An open loop. */
    public static Pace open(double perSecond) {
      return new Pace(perSecond, 0, 0);
    }

    /** A closed loop, to see how much goes through; its latencies say nothing. */
    public static Pace closed(int window, long millis) {
      return new Pace(0, window, millis);
    }

    public boolean isOpen() {
      return perSecond > 0;
    }
  }

  /**
   * The number of the user whom a direct message goes to: spread, and the same in every process.
   */
  public static int target(long message, int users) {
    return (int) (((message * SPREAD) >>> 12) % users);
  }

  /** What goes over the line. */
  public Fields fields() {
    return new Fields()
        .with("senders", senders)
        .withAll("receivers", receivers)
        .with("kind", kind)
        .with("base", base)
        .with("count", count)
        .with("perSecond", pace.perSecond())
        .with("window", pace.window())
        .with("millis", pace.millis())
        .with("bytes", bytes)
        .with("graceMillis", graceMillis);
  }

  /** Reads what {@link #fields} wrote. */
  public static RunOrder from(Fields fields) {
    return new RunOrder(
        fields.text("senders"),
        fields.list("receivers"),
        Kind.valueOf(fields.text("kind")),
        fields.number("base"),
        fields.count("count"),
        new Pace(fields.decimal("perSecond"), fields.count("window"), fields.number("millis")),
        fields.count("bytes"),
        fields.number("graceMillis"));
  }
}
