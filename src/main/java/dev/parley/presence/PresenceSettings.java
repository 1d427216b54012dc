package dev.parley.presence;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;

/** The configuration of presence. */
public final class PresenceSettings {
  public static final Setting<Duration> GRACE =
      SettingTypes.duration(
          "parley.presence.grace",
          "2s",
          Duration.ZERO,
          Duration.ofMinutes(5),
          "How long a user whose last socket is gone still counts as online.");

  public static final List<Setting<?>> ALL = List.of(GRACE);

  private final Duration grace;

  public PresenceSettings(Settings settings) {
    this.grace = settings.get(GRACE);
  }

  Duration grace() {
    return grace;
  }
}
