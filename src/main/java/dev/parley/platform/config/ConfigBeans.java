package dev.parley.platform.config;

import dev.parley.kernel.NodeName;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
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

  @Produces
  @Singleton
  static Settings settings() {
    return new MpSettings(ConfigProvider.getConfig());
  }

  @Produces
  @Singleton
  static TimeSource timeSource() {
    return TimeSource.system();
  }

  @Produces
  @Singleton
  static NodeName nodeName(Settings settings) {
    return NodeSettings.name(settings);
  }

  /** Runs before anything else that starts. */
  static void check(@Observes @Priority(1) Startup event, Settings settings) {
    ConfigCheck check = new ConfigCheck(SettingCatalog.all());
    check.requireValid(settings);
    Config config = ConfigProvider.getConfig();
    Set<String> unknown = check.unknown(config.getPropertyNames());
    if (!unknown.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Unknown configuration keys, here by their environment names: {0}",
          unknown);
    }
  }
}
