package dev.parley.gateway.chain;

import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.util.List;
import java.util.Locale;

/** What the chain logs, as configured. */
public record ChainSettings(LogEvents logEvents) {
  /** Which events get a log line. */
  public enum LogEvents {
    ALL,
    FAILURES,
    NONE
  }

  public static final Setting<LogEvents> LOG_EVENTS =
      new Setting<>(
          "parley.gateway.log-events",
          "all",
          "all, failures or none",
          "Which inbound events get a log line.",
          text ->
              switch (text.toLowerCase(Locale.ROOT)) {
                case "all" -> LogEvents.ALL;
                case "failures" -> LogEvents.FAILURES;
                case "none" -> LogEvents.NONE;
                default -> throw new IllegalArgumentException("allowed: all, failures, none");
              });

  public static final List<Setting<?>> ALL = List.of(LOG_EVENTS);

  public static ChainSettings of(Settings settings) {
    return new ChainSettings(settings.get(LOG_EVENTS));
  }
}
