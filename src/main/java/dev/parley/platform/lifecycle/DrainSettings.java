package dev.parley.platform.lifecycle;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How long each part of a drain may take.
 *
 * <p>The largest values that are allowed add up to {@link #LONGEST}, whatever is configured; with
 * what the server itself needs to stop that is under 30 s.
 *
 * @param notice from the first word to clients until connections are parted from
 * @param workLimit for handlers and publishes under way
 * @param closeWindow over which connections are closed
 * @param flushLimit for what the store still has to be told
 * @param reconnectSpread over which clients are asked to come back
 */
public record DrainSettings(
    Duration notice,
    Duration workLimit,
    Duration closeWindow,
    Duration flushLimit,
    Duration reconnectSpread) {
  /** From the last close to the moment when whoever has not read it yet is cut off. */
  static final Duration LAST_WRITES = Duration.ofMillis(2_500);

  /** How long all clients are told when to come back; a message to each takes a part of that. */
  static final Duration FAREWELL = Duration.ofSeconds(1);

  /** No drain takes longer. */
  static final Duration LONGEST = Duration.ofMillis(26_500);

  public static final Setting<Duration> NOTICE =
      duration(
          "notice",
          "1s",
          2,
          "How long after server:maintenance, and after readiness went down, the first connection"
              + " is closed.");
  public static final Setting<Duration> WORK_LIMIT =
      duration(
          "work-limit",
          "10s",
          10,
          "How long handlers and publishes under way may take before connections are closed all"
              + " the same.");
  public static final Setting<Duration> CLOSE_WINDOW =
      duration("close-window", "6s", 8, "Over what time the connections are closed, evenly.");
  public static final Setting<Duration> FLUSH_LIMIT =
      duration(
          "flush-limit",
          "3s",
          3,
          "How long the last publishes may take to reach the store once all connections are"
              + " closed.");
  public static final Setting<Duration> RECONNECT_SPREAD =
      duration(
          "reconnect-spread",
          "5s",
          60,
          "Over what time clients are asked to come back: the largest delayMs of"
              + " server:shutdown.");

  public static final List<Setting<?>> ALL =
      List.of(NOTICE, WORK_LIMIT, CLOSE_WINDOW, FLUSH_LIMIT, RECONNECT_SPREAD);

  /** The values as configured. */
  public static DrainSettings of(Settings settings) {
    return new DrainSettings(
        settings.get(NOTICE),
        settings.get(WORK_LIMIT),
        settings.get(CLOSE_WINDOW),
        settings.get(FLUSH_LIMIT),
        settings.get(RECONNECT_SPREAD));
  }

  private static Setting<Duration> duration(
      String name, String defaultValue, int maxSeconds, String description) {
    return SettingTypes.duration(
        "parley.drain." + name,
        defaultValue,
        Duration.ZERO,
        Duration.ofSeconds(maxSeconds),
        description);
  }
}
