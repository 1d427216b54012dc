package dev.parley.kernel;

import java.util.function.Function;

/**
 * One configuration key: a row of {@code docs/CONFIG.md} and the only way to read that key.
 *
 * @param key the MicroProfile Config key; the environment name is the same in capitals, with
 *     underscores
 * @param defaultValue the text that stands when nothing is configured
 * @param unit what the value is measured in and what is allowed, for the reader of the docs
 * @param description what it decides, in one sentence
 * @param parser turns text into the value; throws IllegalArgumentException, with a sentence that
 *     names what is allowed, when it cannot
 * @param secret whether the value may never be shown, not even when it is wrong
 */
public record Setting<T>(
    String key,
    String defaultValue,
    String unit,
    String description,
    Function<String, T> parser,
    boolean secret) {

  /** A row whose value may be shown. */
  public Setting(
      String key,
      String defaultValue,
      String unit,
      String description,
      Function<String, T> parser) {
    this(key, defaultValue, unit, description, parser, false);
  }

  /** The same row, its value kept out of messages. */
  public Setting<T> asSecret() {
    return new Setting<>(key, defaultValue, unit, description, parser, true);
  }

  /** Parses the configured text; the message of a failure names the key, the value and the rule. */
  public T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (RuntimeException invalid) {
      // A parser may quote its input, so a secret row does not let even the reason through.
      String message =
          secret
              ? key + ": the value (hidden) is not valid; allowed: " + unit
              : key + ": '" + shown(text) + "' is not valid: " + invalid.getMessage();
      throw new IllegalArgumentException(message, secret ? null : invalid);
    }
  }

  /** One line of bounded length: a pasted file must not fill the log. */
  private static String shown(String text) {
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }
}
