package dev.parley.kernel;

/**
 * What is configured cannot work, so the application does not start.
 *
 * <p>The message is for the operator: it names the key and what is allowed. It carries no stack
 * trace, since the place to look at is the configuration.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message, null, false, false);
  }
}
