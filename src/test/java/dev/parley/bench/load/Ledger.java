package dev.parley.bench.load;

import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.Latencies;
import dev.parley.bench.order.RunOrder;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Which messages of a run reached which members of a group; written by that group's loop.
 *
 * <p>A message is known by its number, so one that comes twice, or to somebody else, is seen.
 */
final class Ledger {
  private final Run run;
  private final GroupOrder group;
  private final Share share;
  private final MessageNumbers numbers = new MessageNumbers();
  private final BitSet[] seen;
  private final Latencies latencies = new Latencies();
  private final AtomicLong delivered = new AtomicLong();
  private long doubled;
  private long stray;
  private long bytes;
  private long lastNanos;

  Ledger(Run run, GroupOrder group, Share share) {
    this.run = run;
    this.group = group;
    this.share = share;
    this.seen = new BitSet[share.of(group.count())];
    for (int place = 0; place < seen.length; place++) {
      seen[place] = new BitSet();
    }
  }

  /**
   * A message came.
   *
   * @param member its receiver's number in the group
   */
  void delivered(int member, ByteBuffer payload, long now) {
    long number = numbers.find(payload);
    if (!run.has(number) || !isFor(member, number)) {
      stray++;
      return;
    }
    BitSet messages = seen[share.place(member)];
    int place = (int) (number - run.order().base());
    if (messages.get(place)) {
      doubled++;
      return;
    }
    messages.set(place);
    latencies.record(now - run.due(number));
    bytes += payload.remaining();
    lastNanos = now;
    delivered.setRelease(delivered.getPlain() + 1);
  }

  private boolean isFor(int member, long number) {
    return run.order().kind() != RunOrder.Kind.DIRECT
        || RunOrder.target(number, group.users()) == member / group.devices();
  }

  /** How many deliveries there are to be to members of this process, of so many messages. */
  long expected(int sent) {
    if (run.order().kind() != RunOrder.Kind.DIRECT) {
      return (long) sent * seen.length;
    }
    return LongStream.range(run.order().base(), run.order().base() + sent)
        .map(number -> devices(RunOrder.target(number, group.users())))
        .sum();
  }

  /**
   * How many deliveries there were to be of those of some messages that came to nobody.
   *
   * @param messages counted from the first of the run
   */
  long withheld(BitSet messages) {
    BitSet nowhere = (BitSet) messages.clone();
    for (BitSet deliveries : seen) {
      nowhere.andNot(deliveries);
    }
    return nowhere.stream().mapToLong(this::expectedOf).sum();
  }

  private long expectedOf(int message) {
    return run.order().kind() == RunOrder.Kind.DIRECT
        ? devices(RunOrder.target(run.order().base() + message, group.users()))
        : seen.length;
  }

  private long devices(int user) {
    int first = user * group.devices();
    int end = Math.min(group.count(), first + group.devices());
    int own = 0;
    for (int member = first; member < end; member++) {
      own += share.has(member) ? 1 : 0;
    }
    return own;
  }

  /** Deliveries so far, each counted once; from any thread. */
  long delivered() {
    return delivered.getAcquire();
  }

  long doubled() {
    return doubled;
  }

  long stray() {
    return stray;
  }

  long bytes() {
    return bytes;
  }

  /** When the last one came; 0 when none did. */
  long lastNanos() {
    return lastNanos;
  }

  Latencies latencies() {
    return latencies;
  }
}
