package dev.parley.cluster.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.redis.RedisPlace;
import dev.parley.cluster.redis.RedisSettings;
import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisChoiceTest {
  private final Configured configured = new Configured();
  @TempDir private Path folder;

  @Test
  void withoutAnAddressANodeIsAlone() {
    assertThat(RedisChoice.of(configured).redis()).isEmpty();
  }

  @Test
  void theAddressDecidesTheKindOfRedis() {
    configured.with(ClusterSettings.URL, "rediss://redis.example:6380/");
    assertThat(redis().place()).isEqualTo(new RedisPlace.Single("rediss://redis.example:6380"));
    configured
        .with(ClusterSettings.URL, "")
        .with(ClusterSettings.CLUSTER_NODES, "redis://[::1]:7000, redis://10.0.0.2:7001");
    assertThat(redis().place())
        .isEqualTo(new RedisPlace.Cluster(List.of("redis://[::1]:7000", "redis://10.0.0.2:7001")));
    configured
        .with(ClusterSettings.CLUSTER_NODES, "")
        .with(ClusterSettings.SENTINELS, "redis://s1:26379,redis://s2:26379")
        .with(ClusterSettings.MASTER, "main");
    assertThat(redis().place())
        .isEqualTo(
            new RedisPlace.Sentinels(List.of("redis://s1:26379", "redis://s2:26379"), "main"));
  }

  @Test
  void whatDoesNotGoTogetherKeepsTheNodeFromStarting() {
    configured
        .with(ClusterSettings.URL, "redis://a:1")
        .with(ClusterSettings.CLUSTER_NODES, "redis://b:1");
    refused("parley.redis.url", "only one of");
    configured.with(ClusterSettings.CLUSTER_NODES, "").with(ClusterSettings.MASTER, "main");
    refused("parley.redis.master", "together with sentinels");
    configured
        .with(ClusterSettings.URL, "")
        .with(ClusterSettings.MASTER, "")
        .with(ClusterSettings.SENTINELS, "redis://s:1");
    refused("parley.redis.master", "together with sentinels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:6379",
        "http://localhost:6379",
        "redis://localhost",
        "redis://localhost:0",
        "redis://localhost:65536",
        "redis://me:secret@localhost:6379",
        "redis://localhost:6379/2",
        "redis://a:1,redis://b:1"
      })
  void anAddressThatIsNoneIsRefusedAndNotShown(String text) {
    configured.with(ClusterSettings.URL, text);
    assertThatThrownBy(this::redis)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parley.redis.url", "redis://host:port")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void serversAreAllReachedByTlsOrNone() {
    configured.with(ClusterSettings.CLUSTER_NODES, "redis://a:1,rediss://b:1");
    assertThatThrownBy(this::redis).hasMessageContaining("parley.redis.cluster-nodes");
  }

  @Test
  void aPasswordComesFromAFileAndIsNeverShown() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret\n");
    configured
        .with(ClusterSettings.URL, "redis://a:1")
        .with(ClusterSettings.PASSWORD_FILE, file.toString());

    assertThat(redis().login().password()).isEqualTo("s3cret");
    assertThat(redis().toString()).doesNotContain("s3cret");

    configured.with(ClusterSettings.PASSWORD, "other");
    refused("parley.redis.password-file", "together");
  }

  @Test
  void aFileThatCannotBeUsedKeepsTheNodeFromStarting() throws IOException {
    configured
        .with(ClusterSettings.URL, "redis://a:1")
        .with(ClusterSettings.PASSWORD_FILE, folder.resolve("none").toString());
    refused("parley.redis.password-file", "cannot be read");

    Path file = Files.writeString(folder.resolve("empty"), "\n");
    configured.with(ClusterSettings.PASSWORD_FILE, file.toString());
    refused("parley.redis.password-file", "empty");

    configured
        .with(ClusterSettings.PASSWORD_FILE, "")
        .with(ClusterSettings.CA_FILE, file.toString());
    refused("parley.redis.ca-file", "cannot be used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"49ms", "451ms", "1s"})
  void theTimeOutStaysUnderHalfASecond(String text) {
    configured.with(ClusterSettings.URL, "redis://a:1").with(ClusterSettings.TIMEOUT, text);
    assertThatThrownBy(this::redis).hasMessageContaining("parley.redis.timeout");
  }

  private RedisSettings redis() {
    return RedisChoice.of(configured).redis().orElseThrow();
  }

  private void refused(String key, String why) {
    assertThatThrownBy(() -> RedisChoice.of(configured))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(why);
  }

  private static final class Configured implements Settings {
    private final Map<String, String> values = new HashMap<>();

    Configured with(Setting<?> row, String value) {
      values.put(row.key(), value);
      return this;
    }

    @Override
    public <T> T get(Setting<T> setting) {
      return setting.parse(values.getOrDefault(setting.key(), setting.defaultValue()));
    }
  }
}
