package dev.parley.cluster.api;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How far back a client may take up its connection again, as configured.
 *
 * @param backlogBytes what a node keeps of one namespace's events
 */
public record RecoverySettings(boolean enabled, Duration window, int backlogBytes) {
  public static final Setting<Boolean> ENABLED =
      SettingTypes.flag(
          "parley.recovery.enabled",
          "true",
          "Whether Socket.IO clients may take a lost connection up again, with all they missed.");

  public static final Setting<Duration> WINDOW =
      SettingTypes.duration(
          "parley.recovery.window",
          "2m",
          Duration.ofMillis(100),
          Duration.ofHours(1),
          "How long after its loss a connection may be taken up again.");

  public static final Setting<Integer> BACKLOG_BYTES =
      SettingTypes.bytes(
          "parley.recovery.backlog-bytes",
          "32MB",
          1_024,
          1_073_741_824,
          "What a node keeps of one namespace's events for those who come back; whoever missed"
              + " more begins anew.");

  public static final List<Setting<?>> ALL = List.of(ENABLED, WINDOW, BACKLOG_BYTES);

  public static RecoverySettings of(Settings settings) {
    return new RecoverySettings(
        settings.get(ENABLED), settings.get(WINDOW), settings.get(BACKLOG_BYTES));
  }
}
