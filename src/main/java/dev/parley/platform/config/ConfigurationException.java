package dev.parley.platform.config;

import java.util.List;

/** The configuration cannot be used; told to the operator, so without a stack trace. */
final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(List<String> problems) {
    super(
        "Parley does not start, because its configuration is not valid:\n  "
            + String.join("\n  ", problems),
        null,
        false,
        false);
  }
}
