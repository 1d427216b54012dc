package dev.parley.kernel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types a {@link Setting} can have, each with its syntax and its bounds. */
public final class SettingTypes {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})(B|KB|MB)?");

  private SettingTypes() {}

  /**
   * {@code 300ms}, {@code 25s}, {@code 5m}, {@code 1h}, {@code 7d}, or ISO 8601 as {@code PT25S}.
   */
  public static Setting<Duration> duration(
      String key, String defaultValue, Duration min, Duration max, String description) {
    return new Setting<>(
        key,
        defaultValue,
        "duration, " + text(min) + " to " + text(max),
        description,
        text -> within(parseDuration(text), min, max));
  }

  /** Bytes: {@code 65536}, {@code 64KB} or {@code 1MB} (powers of 1 024). */
  public static Setting<Integer> bytes(
      String key, String defaultValue, int min, int max, String description) {
    return new Setting<>(
        key,
        defaultValue,
        "bytes, " + min + " to " + max,
        description,
        text -> within(parseBytes(text), min, max));
  }

  /** A whole number. */
  public static Setting<Integer> number(
      String key, String defaultValue, int min, int max, String description) {
    return new Setting<>(
        key,
        defaultValue,
        "number, " + min + " to " + max,
        description,
        text -> within(parseNumber(text), min, max));
  }

  /** {@code true} or {@code false}, nothing else. */
  public static Setting<Boolean> flag(String key, String defaultValue, String description) {
    return new Setting<>(
        key,
        defaultValue,
        "true or false",
        description,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("allowed are true and false");
            });
  }

  public static Setting<String> text(String key, String defaultValue, String description) {
    return new Setting<>(key, defaultValue, "text", description, text -> text);
  }

  /** A comma-separated list; blanks round an item are dropped, empty items too. */
  public static Setting<List<String>> list(String key, String defaultValue, String description) {
    return new Setting<>(
        key,
        defaultValue,
        "comma-separated list",
        description,
        text ->
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList());
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return parseIsoDuration(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Duration parseIsoDuration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException invalid) {
      throw new IllegalArgumentException(
          "write a duration as 300ms, 25s, 5m, 1h, 7d or PT25S", invalid);
    }
  }

  private static Integer parseNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException invalid) {
      throw new IllegalArgumentException("write a whole number", invalid);
    }
  }

  private static Integer parseBytes(String text) {
    Matcher matcher = BYTES.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("write bytes as 65536, 64KB or 1MB");
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    long factor =
        switch (unit) {
          case "KB" -> 1_024;
          case "MB" -> 1_048_576;
          default -> 1;
        };
    // Far too large and over the row's own limit are the same mistake, told by within().
    return (int) Math.min(Integer.MAX_VALUE, Math.multiplyExact(amount, factor));
  }

  private static <T extends Comparable<T>> T within(T value, T min, T max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException("it must be from " + text(min) + " to " + text(max));
    }
    return value;
  }

  private static String text(Object bound) {
    if (!(bound instanceof Duration duration)) {
      return bound.toString();
    }
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
