package dev.parley.gateway.dispatch;

import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Holds the deliveries of a namespace while most of those who are told have a lot waiting.
 *
 * <p>When Redis is back, all that was said meanwhile comes at once, far faster than any client
 * takes it; without a brake each of them would be ended as slow. A few who do not read hold nobody
 * up, and neither does a room with a small part of the namespace; many who do not read hold the
 * others for a fifth of the time at most. Not safe on several threads at once.
 */
final class Brake {
  /** The share of a connection's budget that may wait. */
  static final double CROWDED = 0.5;

  /** How long one delivery is held at most. */
  static final Duration LONGEST = Duration.ofMillis(250);

  /** How long nothing is held after those who were waited for took nothing. */
  static final Duration IDLE = Duration.ofSeconds(1);

  private static final Duration STEP = Duration.ofMillis(2);

  /** Looking at all of them costs; less than this fills no budget. */
  private static final long LOOK_BYTES = 8_192;

  private static final int PART = 4;

  private final TimeSource time;
  private final Consumer<Duration> sleep;
  private long unlooked;
  private long idleUntil;

  Brake(TimeSource time, Consumer<Duration> sleep) {
    this.time = time;
    this.sleep = sleep;
    this.idleUntil = time.nanoTime();
  }

  /**
   * Waits after a delivery, where it has to; may block for {@link #LONGEST}.
   *
   * @param told who the message was for
   * @param bytes of the message on the wire
   * @param rooms how many rooms the namespace has here; about as many sockets are there at least
   */
  void after(Collection<? extends RoomMember> told, long bytes, int rooms) {
    unlooked += bytes;
    if (unlooked < LOOK_BYTES || told.size() < rooms / PART) {
      return;
    }
    unlooked = 0;
    long now = time.nanoTime();
    if (now - idleUntil < 0 || !isCrowded(told)) {
      return;
    }
    double waiting = waiting(told);
    long end = now + LONGEST.toNanos();
    do {
      sleep.accept(STEP);
      now = time.nanoTime();
    } while (isCrowded(told) && now - end < 0 && !Thread.currentThread().isInterrupted());
    if (isCrowded(told) && waiting(told) >= waiting) {
      idleUntil = now + IDLE.toNanos();
    }
  }

  private static boolean isCrowded(Collection<? extends RoomMember> members) {
    long crowded = members.stream().filter(member -> member.load() > CROWDED).count();
    return crowded > 0 && 2 * crowded > members.size();
  }

  private static double waiting(Collection<? extends RoomMember> members) {
    return members.stream().mapToDouble(RoomMember::load).sum();
  }
}
