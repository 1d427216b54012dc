package dev.parley.platform.config;

import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Looks at every key at start, so that a wrong one is told then and not at its first use. */
final class ConfigCheck {
  private static final String PREFIX = "parley.";
  private static final String ENVIRONMENT_PREFIX = "PARLEY_";

  private final List<Setting<?>> rows;

  ConfigCheck(List<Setting<?>> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * Parses every row.
   *
   * @throws ConfigurationException naming every key that is wrong, its value and what is allowed
   */
  void requireValid(Settings settings) {
    List<String> problems = new ArrayList<>();
    for (Setting<?> row : rows) {
      try {
        settings.get(row);
      } catch (RuntimeException invalid) {
        String told = String.valueOf(invalid.getMessage());
        problems.add(told.contains(row.key()) ? told : row.key() + ": " + told);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "Parley does not start, because its configuration is not valid:\n  "
              + String.join("\n  ", problems));
    }
  }

  /**
   * The names among those configured that look like ours and are none: mostly typing errors.
   *
   * <p>Names are compared as environment names, since the server also offers each variable of the
   * environment under a guessed name with dots.
   */
  Set<String> unknown(Iterable<String> configuredNames) {
    Set<String> known =
        rows.stream().map(row -> environmentName(row.key())).collect(Collectors.toSet());
    return StreamSupport.stream(configuredNames.spliterator(), false)
        .filter(name -> name.startsWith(PREFIX) || name.startsWith(ENVIRONMENT_PREFIX))
        .map(ConfigCheck::environmentName)
        .filter(name -> !known.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The environment variable of a key, by MicroProfile Config's rule. */
  static String environmentName(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
