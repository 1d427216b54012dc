package dev.parley.chat.globalroom;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;

/** The configuration of the global room. */
public final class GlobalRoomSettings {
  public static final Setting<Integer> HISTORY_MESSAGES =
      SettingTypes.number(
          "parley.global-chat.history-messages",
          "10000",
          1,
          1_000_000,
          "How many of the room's newest messages, and their tempIds, a node keeps in memory.");
  public static final Setting<Integer> HISTORY_BYTES =
      SettingTypes.bytes(
          "parley.global-chat.history-bytes",
          "64MB",
          1_024,
          1_073_741_824,
          "What the kept messages, binary parts included, may weigh; the oldest go first.");
  public static final Setting<Duration> COUNT_INTERVAL =
      SettingTypes.duration(
          "parley.global-chat.count-interval",
          "250ms",
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          "At most one online:count is pushed by a node in this time, or in a millisecond a member"
              + " of a larger room, however many come and go.");

  public static final List<Setting<?>> ALL =
      List.of(HISTORY_MESSAGES, HISTORY_BYTES, COUNT_INTERVAL);

  private final int historyMessages;
  private final long historyBytes;
  private final Duration countInterval;

  public GlobalRoomSettings(Settings settings) {
    this.historyMessages = settings.get(HISTORY_MESSAGES);
    this.historyBytes = settings.get(HISTORY_BYTES);
    this.countInterval = settings.get(COUNT_INTERVAL);
  }

  int historyMessages() {
    return historyMessages;
  }

  long historyBytes() {
    return historyBytes;
  }

  Duration countInterval() {
    return countInterval;
  }
}
