package dev.parley.kernel;

import java.util.function.Function;

/**
 * One configuration key: a row of {@code docs/CONFIG.md} and the only way to read that key.
 *
 * @param key the MicroProfile Config key; the environment name is the same in capitals, with
 *     underscores
 * @param defaultValue the text that stands when nothing is configured
 * @param unit what the value is measured in, for the reader of the docs
 * @param description what it decides, in one sentence
 * @param parser turns text into the value; throws IllegalArgumentException, with a sentence that
 *     names what is allowed, when it cannot
 */
public record Setting<T>(
    String key, String defaultValue, String unit, String description, Function<String, T> parser) {

  /** Parses the configured text; the message of a failure names the key. */
  public T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (RuntimeException invalid) {
      throw new IllegalArgumentException(
          key + ": '" + text + "' is not valid: " + invalid.getMessage(), invalid);
    }
  }
}
