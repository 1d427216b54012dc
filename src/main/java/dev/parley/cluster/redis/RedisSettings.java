package dev.parley.cluster.redis;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How a node reaches Redis.
 *
 * @param timeout how long one use may take, all in all
 * @param prefix what every key begins with
 */
public record RedisSettings(String url, String password, Duration timeout, String prefix) {
  public static final Setting<String> URL =
      SettingTypes.text(
          "parley.redis.url", "redis://127.0.0.1:6379", "Where Redis is; rediss:// for TLS.");
  public static final Setting<String> PASSWORD =
      SettingTypes.text("parley.redis.password", "", "The password of Redis; empty for none.")
          .asSecret();
  public static final Setting<Duration> TIMEOUT =
      SettingTypes.duration(
          "parley.redis.timeout",
          "400ms",
          Duration.ofMillis(50),
          Duration.ofMillis(450),
          "How long one use of Redis may take before it counts as failed.");
  public static final Setting<String> PREFIX =
      SettingTypes.text("parley.redis.prefix", "parley", "What every key in Redis begins with.");

  public static final List<Setting<?>> ALL = List.of(URL, PASSWORD, TIMEOUT, PREFIX);

  public static RedisSettings of(Settings settings) {
    return new RedisSettings(
        settings.get(URL), settings.get(PASSWORD), settings.get(TIMEOUT), settings.get(PREFIX));
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "RedisSettings[" + url + ", " + timeout + ", " + prefix + "]";
  }
}
