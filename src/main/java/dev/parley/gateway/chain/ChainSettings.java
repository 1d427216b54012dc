package dev.parley.gateway.chain;

import dev.parley.gateway.api.EventLimit;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the chain logs, as configured; its limits are the rows of {@link EventLimit}. */
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

  /** The server's own switch; read here to know whether fields of a record reach the log. */
  public static final Setting<Boolean> LOG_FORMAT =
      new Setting<>(
          "parley.log.format",
          "json",
          "json or simple",
          "One JSON object a line for a log collector, or text for people.",
          text -> text.equalsIgnoreCase("json"));

  public static final List<Setting<?>> ALL =
      Stream.concat(
              Stream.of(LOG_EVENTS, LOG_FORMAT),
              Arrays.stream(EventLimit.values()).map(EventLimit::permits))
          .<Setting<?>>map(setting -> setting)
          .toList();

  public static ChainSettings of(Settings settings) {
    return new ChainSettings(settings.get(LOG_EVENTS), settings.get(LOG_FORMAT));
  }
}
