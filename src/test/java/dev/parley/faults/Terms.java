package dev.parley.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is not demanded of a run, and why it may be so.
 *
 * @param aloneSpans times in which nodes served their own clients without the store. What was on
 *     its way then is owed exactly once, by its id, and in its sender's order, but not in one order
 *     for all, and not with a number (ADR 10); whoever came back meanwhile may have got it twice
 *     (ADR 11).
 * @param lostSessionsAllowed whether a client may be told that its session is lost; it is not owed
 *     what it missed then, unless it fetched it
 */
record Terms(List<Span> aloneSpans, boolean lostSessionsAllowed) {
  // What was under way together with an answer of that kind may have met the same.
  private static final long AROUND = Duration.ofSeconds(1).toNanos();

  /** The whole promise. */
  static final Terms STRICT = new Terms(List.of(), false);

  Terms {
    aloneSpans = List.copyOf(aloneSpans);
  }

  Terms alone(long from, long until) {
    List<Span> spans = new ArrayList<>(aloneSpans);
    spans.add(new Span(from, until));
    return new Terms(spans, lostSessionsAllowed);
  }

  /**
   * The same, and what the answers say: a node that answers "pending" has no store, be it only that
   * the machine gives nobody enough time.
   */
  Terms with(Collection<Message> messages) {
    List<Span> spans = new ArrayList<>(aloneSpans);
    for (Message message : messages) {
      if (message.isAlone()) {
        spans.add(new Span(message.firstSent() - AROUND, message.ackedAt() + AROUND));
      }
    }
    return new Terms(spans, lostSessionsAllowed);
  }

  Terms withLostSessions() {
    return new Terms(aloneSpans, true);
  }

  /** Whether one order for all is owed of a message. */
  boolean isOrdered(Message message) {
    return !message.isAlone()
        && aloneSpans.stream()
            .noneMatch(span -> span.meets(message.firstSent(), message.ackedAt()));
  }

  /** From and until, in nanoseconds. */
  record Span(long from, long until) {
    boolean meets(long begin, long end) {
      return begin <= until && end >= from;
    }
  }
}
