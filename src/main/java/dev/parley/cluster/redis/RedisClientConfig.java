package dev.parley.cluster.redis;

import java.nio.file.Path;
import java.time.Duration;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.EqualJitterDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SubscriptionMode;

/** Says to Redisson what {@link RedisSettings} say to us. */
final class RedisClientConfig {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PING = Duration.ofSeconds(1);
  private static final Duration SCAN = Duration.ofSeconds(1);
  private static final int THREADS = 4;
  private static final int IDLE_CONNECTIONS = 2;
  private static final int SUBSCRIPTION_CONNECTIONS = 4;

  private final RedisSettings settings;

  RedisClientConfig(RedisSettings settings) {
    this.settings = settings;
  }

  /**
   * A configuration for a client that is about to be made.
   *
   * @throws IllegalStateException when the file of certificates cannot be used
   */
  Config make() {
    Config config = new Config();
    config.setThreads(THREADS);
    config.setNettyThreads(THREADS);
    // What caches hold can be read by operators.
    config.setCodec(StringCodec.INSTANCE);
    logIn(config);
    settings.authorities().ifPresent(file -> trust(config, file));
    RedisPlace place = settings.place();
    if (place instanceof RedisPlace.Single single) {
      pools(common(config.useSingleServer()).setAddress(single.url()));
    } else if (place instanceof RedisPlace.Sentinels sentinels) {
      String password = settings.login().sentinelPassword();
      pools(common(config.useSentinelServers()))
          .setScanInterval(millis(SCAN))
          .setMasterName(sentinels.master())
          .setSentinelPassword(password.isEmpty() ? null : password)
          // Fewer than two are for the operator to judge.
          .setCheckSentinelsList(false)
          .addSentinelAddress(sentinels.urls().toArray(String[]::new));
    } else if (place instanceof RedisPlace.Cluster cluster) {
      pools(common(config.useClusterServers()))
          .setScanInterval(millis(SCAN))
          .addNodeAddress(cluster.urls().toArray(String[]::new));
    }
    return config;
  }

  private void logIn(Config config) {
    RedisLogin login = settings.login();
    if (!login.username().isEmpty()) {
      config.setUsername(login.username());
    }
    if (!login.password().isEmpty()) {
      config.setPassword(login.password());
    }
  }

  private static void trust(Config config, Path file) {
    config.setSslTrustManagerFactory(Authorities.read(file));
  }

  private <T extends BaseConfig<T>> T common(T server) {
    return server
        .setTimeout(millis(settings.timeout()))
        // The guard decides what is tried again, and when.
        .setRetryAttempts(0)
        .setConnectTimeout(millis(CONNECT_TIMEOUT))
        .setSubscriptionTimeout(millis(CONNECT_TIMEOUT))
        .setPingConnectionInterval(millis(PING))
        .setReconnectionDelay(new EqualJitterDelay(Duration.ofMillis(100), Duration.ofSeconds(1)));
  }

  private void pools(SingleServerConfig server) {
    server
        .setConnectionMinimumIdleSize(IDLE_CONNECTIONS)
        .setConnectionPoolSize(settings.connections())
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(SUBSCRIPTION_CONNECTIONS);
  }

  private <T extends BaseMasterSlaveServersConfig<T>> T pools(T servers) {
    return servers
        // A replica lags: nothing here may read, or listen, behind what was written.
        .setReadMode(ReadMode.MASTER)
        .setSubscriptionMode(SubscriptionMode.MASTER)
        .setMasterConnectionMinimumIdleSize(IDLE_CONNECTIONS)
        .setMasterConnectionPoolSize(settings.connections())
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(SUBSCRIPTION_CONNECTIONS);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
