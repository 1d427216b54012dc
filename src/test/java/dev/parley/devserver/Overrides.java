package dev.parley.devserver;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the caller of {@code ./mvnw} sets: {@code -Dkey=value} first, then the environment.
 *
 * <p>Environment names follow MicroProfile Config: the key in capitals, anything but letters and
 * digits as an underscore.
 */
final class Overrides {
  private static final String PREFIX = "parley.";

  /** How many nodes to start: a word to the launcher, which no node knows. */
  static final String NODES = "parley.nodes";

  private final Properties properties;
  private final Map<String, String> environment;

  Overrides(Properties properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  static Overrides ofThisProcess() {
    return new Overrides(System.getProperties(), System.getenv());
  }

  Optional<String> get(String key) {
    String name = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    return Optional.ofNullable(properties.getProperty(key))
        .or(() -> Optional.ofNullable(environment.get(name)));
  }

  /** A whole number of that key. */
  int number(String key, int defaultValue) {
    return get(key).map(Integer::valueOf).orElse(defaultValue);
  }

  /** The defaults with the caller's values over them, and every other {@code parley.} property. */
  Map<String, String> over(Map<String, String> defaults) {
    Map<String, String> config = new LinkedHashMap<>();
    defaults.forEach((key, value) -> config.put(key, get(key).orElse(value)));
    properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith(PREFIX) && !key.equals(NODES))
        .forEach(key -> config.put(key, properties.getProperty(key)));
    return config;
  }

  /** The caller's variables that a node should see. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("PARLEY_") && !name.equals("PARLEY_NODES")) {
            variables.put(name, value);
          }
        });
    return variables;
  }
}
