package dev.parley.platform.config;

import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.NodePhase;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes settings, clocks and the node's name available, and refuses to start with wrong ones. */
@Dependent
class ConfigBeans {
  private static final System.Logger LOG = System.getLogger(ConfigBeans.class.getName());

  /**
   * The settings, checked as a whole: web listeners ask for theirs before any start-up event.
   *
   * @throws dev.parley.kernel.ConfigurationException naming all that is wrong
   */
  @Produces
  @Singleton
  static Settings settings() {
    Config config = ConfigProvider.getConfig();
    Settings settings = new MpSettings(config);
    ConfigCheck check = new ConfigCheck(SettingCatalog.all());
    try {
      check.requireValid(settings);
    } catch (ConfigurationException invalid) {
      // The container tells it too, but among its own words and stack traces.
      LOG.log(Level.ERROR, invalid.getMessage());
      throw invalid;
    }
    Set<String> unknown = check.unknown(config.getPropertyNames());
    if (!unknown.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Unknown configuration keys, here by their environment names: {0}",
          unknown);
    }
    return settings;
  }

  @Produces
  @Singleton
  static TimeSource timeSource() {
    return TimeSource.system();
  }

  @Produces
  @Singleton
  static NodeLife life() {
    return new NodeLife(NodePhase.STARTING);
  }

  @Produces
  @Singleton
  static NodeName nodeName(Settings settings) {
    return NodeSettings.name(settings);
  }
}
