package dev.parley.cluster.wiring;

import dev.parley.cluster.redis.Authorities;
import dev.parley.cluster.redis.LogLimits;
import dev.parley.cluster.redis.RedisLogin;
import dev.parley.cluster.redis.RedisPlace;
import dev.parley.cluster.redis.RedisSettings;
import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows, and finds what no row can find alone.
 *
 * @param redis empty when none is configured
 */
record RedisChoice(Optional<RedisSettings> redis, LogLimits limits) {
  /**
   * What is configured.
   *
   * @throws ConfigurationException naming the keys that do not go together, or the file that cannot
   *     be used
   */
  static RedisChoice of(Settings settings) {
    return new RedisChoice(
        place(settings).map(place -> connection(place, settings)),
        LogLimits.of(
            settings.get(ClusterSettings.LOG_ENTRIES),
            settings.get(ClusterSettings.LOG_BYTES),
            settings.get(ClusterSettings.REPUBLISH_WINDOW),
            settings.get(ClusterSettings.REPUBLISH_BYTES),
            settings.get(ClusterSettings.QUEUE_BYTES)));
  }

  private static Optional<RedisPlace> place(Settings settings) {
    String url = settings.get(ClusterSettings.URL);
    List<String> sentinels = settings.get(ClusterSettings.SENTINELS);
    List<String> nodes = settings.get(ClusterSettings.CLUSTER_NODES);
    String master = settings.get(ClusterSettings.MASTER);
    List<RedisPlace> places = new ArrayList<>();
    if (!url.isEmpty()) {
      places.add(new RedisPlace.Single(url));
    }
    if (!sentinels.isEmpty()) {
      places.add(new RedisPlace.Sentinels(sentinels, master));
    }
    if (!nodes.isEmpty()) {
      places.add(new RedisPlace.Cluster(nodes));
    }
    if (places.size() > 1) {
      throw wrong(ClusterSettings.URL, "only one of url, sentinels and cluster-nodes can be set");
    }
    if (sentinels.isEmpty() != master.isEmpty()) {
      throw wrong(ClusterSettings.MASTER, "is set together with sentinels, and only with them");
    }
    return places.stream().findFirst();
  }

  private static RedisSettings connection(RedisPlace place, Settings settings) {
    return new RedisSettings(
        place,
        new RedisLogin(
            settings.get(ClusterSettings.USERNAME),
            password(settings),
            settings.get(ClusterSettings.SENTINEL_PASSWORD)),
        authorities(settings),
        settings.get(ClusterSettings.TIMEOUT),
        settings.get(ClusterSettings.PREFIX),
        settings.get(ClusterSettings.CONNECTIONS));
  }

  private static String password(Settings settings) {
    String password = settings.get(ClusterSettings.PASSWORD);
    String file = settings.get(ClusterSettings.PASSWORD_FILE);
    if (file.isEmpty()) {
      return password;
    }
    if (!password.isEmpty()) {
      throw wrong(ClusterSettings.PASSWORD_FILE, "cannot be set together with the password");
    }
    try {
      return Files.readAllLines(path(ClusterSettings.PASSWORD_FILE, file)).stream()
          .findFirst()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> wrong(ClusterSettings.PASSWORD_FILE, "the file is empty"));
    } catch (IOException unreadable) {
      // Its text may be what the file holds, when that is no text.
      throw wrong(ClusterSettings.PASSWORD_FILE, file + " cannot be read");
    }
  }

  private static Optional<Path> authorities(Settings settings) {
    String file = settings.get(ClusterSettings.CA_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path path = path(ClusterSettings.CA_FILE, file);
    try {
      Authorities.read(path);
    } catch (IllegalStateException unusable) {
      throw wrong(ClusterSettings.CA_FILE, unusable.getMessage());
    }
    return Optional.of(path);
  }

  private static Path path(Setting<String> row, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException invalid) {
      throw wrong(row, "is no path");
    }
  }

  private static ConfigurationException wrong(Setting<?> row, String what) {
    return new ConfigurationException("Parley does not start: " + row.key() + ": " + what);
  }
}
