package dev.parley.bench.order;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names and values on one line: {@code name=value name=value}, the values URL-encoded. */
public final class Fields {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Reads a line. */
  public static Fields parse(String line) {
    Fields fields = new Fields();
    for (String pair : line.strip().split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.values.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  /** Sets a value, and returns this. */
  public Fields with(String name, Object value) {
    values.put(name, value.toString());
    return this;
  }

  /** Sets a list of values that have no comma, and returns this. */
  public Fields withAll(String name, List<?> list) {
    return with(name, list.stream().map(Object::toString).collect(Collectors.joining(",")));
  }

  /**
   * A value.
   *
   * @throws IllegalArgumentException when it is missing
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + this);
    }
    return value;
  }

  /** A whole number. */
  public long number(String name) {
    return Long.parseLong(text(name));
  }

  /** A whole number that is small. */
  public int count(String name) {
    return Integer.parseInt(text(name));
  }

  public double decimal(String name) {
    return Double.parseDouble(text(name));
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** A list; empty when the value is. */
  public List<String> list(String name) {
    String value = text(name);
    return value.isEmpty() ? List.of() : Stream.of(value.split(",", -1)).toList();
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + '=' + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }
}
