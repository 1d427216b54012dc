package dev.parley.kernel;

/** Reads configured values; the port to MicroProfile Config. */
public interface Settings {
  /**
   * The value of a key: configured, or the default of its row.
   *
   * @throws IllegalArgumentException when the configured text is not valid
   */
  <T> T get(Setting<T> setting);
}
