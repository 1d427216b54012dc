package dev.parley.faults;

import java.time.Duration;

/**
 * How much of each scenario is run.
 *
 * @param repeats how often each
 * @param perSecond messages sent in a second
 * @param storeAway how long Redis is away; longer than a breaker and a lease
 * @param cutOff how long one node is
 * @param crowd clients of the scenarios that need many
 */
record Form(
    boolean isLong, int repeats, int perSecond, Duration storeAway, Duration cutOff, int crowd) {
  private static final int CROWD_DELIVERIES = 6_000;

  /** What the system properties say: the short form, unless {@code parley.faults.form=stress}. */
  static Form chosen() {
    boolean stress = "stress".equals(System.getProperty("parley.faults.form"));
    int repeats = Integer.getInteger("parley.faults.repeats", stress ? 20 : 1);
    return stress
        ? new Form(true, repeats, 60, Duration.ofSeconds(45), Duration.ofSeconds(60), crowd(2_000))
        : new Form(false, repeats, 30, Duration.ofSeconds(8), Duration.ofSeconds(12), crowd(200));
  }

  private static int crowd(int usual) {
    return Math.max(10, Integer.getInteger("parley.faults.crowd", usual));
  }

  /**
   * Messages sent in a second to a crowd: half of them go to all of it, and one machine carries
   * both ends of every delivery.
   */
  int perSecondToCrowd() {
    return Math.max(2, Math.min(perSecond, 2 * CROWD_DELIVERIES / crowd));
  }

  /** One or the other. */
  Duration choose(Duration inShort, Duration inLong) {
    return isLong ? inLong : inShort;
  }
}
