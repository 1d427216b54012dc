package dev.parley.gateway.logging;

import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A log whose lines are facts.
 *
 * <p>With JSON logs the facts are fields of the line, else they are written as {@code key=value}.
 * Safe on any thread; a line is written by the thread that asks for it.
 */
public final class FactLog {
  // The server's own switch, and a row of its settings; read here to know whether the fields of a
  // record reach the log.
  private static final Setting<Boolean> FORMAT =
      new Setting<>(
          "parley.log.format",
          "json",
          "json or simple",
          "One JSON object a line for a log collector, or text for people.",
          text -> text.equalsIgnoreCase("json"));

  private final Logger log;
  private final Optional<LogFields> fields;

  private FactLog(String name, Optional<LogFields> fields) {
    this.log = System.getLogger(name);
    this.fields = fields;
  }

  /** A log of the name given, with fields where the server is configured for them. */
  public static FactLog of(String name, Settings settings) {
    return new FactLog(name, settings.get(FORMAT) ? LogFields.ofServer() : Optional.empty());
  }

  /** A log whose facts are always text. */
  public static FactLog plain(String name) {
    return new FactLog(name, Optional.empty());
  }

  /** Whether a line would be written at all. */
  public boolean isOn() {
    return log.isLoggable(Level.INFO);
  }

  /**
   * Writes a line.
   *
   * @param message what the line says where the facts are fields
   * @param facts by name, none of them null
   */
  public void write(String message, Map<String, String> facts) {
    if (fields.isPresent()) {
      fields.get().with(facts, () -> log.log(Level.INFO, message));
    } else {
      StringJoiner line = new StringJoiner(" ");
      facts.forEach((name, value) -> line.add(name + '=' + quoted(value)));
      log.log(Level.INFO, line.toString());
    }
  }

  /** A value that could be taken for further fields is put in quotes. */
  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ' ' || c == '=' || c == '"');
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
