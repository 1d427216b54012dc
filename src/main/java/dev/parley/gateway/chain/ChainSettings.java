package dev.parley.gateway.chain;

import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.util.List;
import java.util.Locale;

/** What the chain logs, as configured. */
public record ChainSettings(LogEvents logEvents, boolean logFields) {
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

  // The server's own switch, and a row of its settings; read here to know whether the fields of a
  // record reach the log.
  static final Setting<Boolean> LOG_FORMAT =
      new Setting<>(
          "parley.log.format",
          "json",
          "json or simple",
          "One JSON object a line for a log collector, or text for people.",
          text -> text.equalsIgnoreCase("json"));

  public static final List<Setting<?>> ALL = List.of(LOG_EVENTS);

  public static ChainSettings of(Settings settings) {
    return new ChainSettings(settings.get(LOG_EVENTS), settings.get(LOG_FORMAT));
  }
}
