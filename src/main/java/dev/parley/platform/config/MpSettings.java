package dev.parley.platform.config;

import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import org.eclipse.microprofile.config.Config;

/** Settings as MicroProfile Config finds them: system property, environment, server variable. */
final class MpSettings implements Settings {
  private final Config config;

  MpSettings(Config config) {
    this.config = config;
  }

  @Override
  public <T> T get(Setting<T> setting) {
    return setting.parse(
        config.getOptionalValue(setting.key(), String.class).orElse(setting.defaultValue()));
  }
}
