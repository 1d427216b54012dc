package dev.parley.cluster.wiring;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of Redis and of what the cluster keeps in it; {@link RedisChoice} reads them. */
public final class ClusterSettings {
  private static final Pattern PREFIX_SYNTAX = Pattern.compile("[A-Za-z0-9._-]{1,32}");
  private static final int MAX_BYTES = 1 << 30;

  public static final Setting<String> URL =
      new Setting<>(
          "parley.redis.url",
          "",
          RedisUrl.SYNTAX,
          "One Redis server. Without it, sentinels or cluster nodes this node is alone, and keeps"
              + " everything in memory.",
          RedisUrl::parse,
          true);

  public static final Setting<List<String>> SENTINELS =
      new Setting<>(
          "parley.redis.sentinels",
          "",
          "comma-separated list of " + RedisUrl.SYNTAX,
          "The sentinels that know the master, instead of the url.",
          RedisUrl::parseList,
          true);

  public static final Setting<String> MASTER =
      SettingTypes.text(
          "parley.redis.master", "", "What the sentinels call the master; required with them.");

  public static final Setting<List<String>> CLUSTER_NODES =
      new Setting<>(
          "parley.redis.cluster-nodes",
          "",
          "comma-separated list of " + RedisUrl.SYNTAX,
          "Some servers of a Redis Cluster, instead of the url; the others are found.",
          RedisUrl::parseList,
          true);

  public static final Setting<String> USERNAME =
      SettingTypes.text(
          "parley.redis.username", "", "The user of Redis; empty for its default user.");

  public static final Setting<String> PASSWORD =
      SettingTypes.text("parley.redis.password", "", "The password of the user; empty for none.")
          .asSecret();

  public static final Setting<String> PASSWORD_FILE =
      SettingTypes.text(
          "parley.redis.password-file",
          "",
          "A file whose first line is the password, instead of the password itself.");

  public static final Setting<String> SENTINEL_PASSWORD =
      SettingTypes.text(
              "parley.redis.sentinel-password", "", "What the sentinels ask for; empty for none.")
          .asSecret();

  public static final Setting<String> CA_FILE =
      SettingTypes.text(
          "parley.redis.ca-file",
          "",
          "PEM certificates of the authorities that sign the servers' certificates, for rediss;"
              + " empty for those that the JVM trusts.");

  public static final Setting<Duration> TIMEOUT =
      SettingTypes.duration(
          "parley.redis.timeout",
          "400ms",
          Duration.ofMillis(50),
          Duration.ofMillis(450),
          "How long one use of Redis may take, all in all.");

  public static final Setting<Integer> CONNECTIONS =
      SettingTypes.number(
          "parley.redis.connections",
          "16",
          2,
          256,
          "Connections that a node opens at most to each server, those for channels apart.");

  public static final Setting<String> PREFIX =
      new Setting<>(
          "parley.redis.prefix",
          "parley",
          "1 to 32 letters, digits, dots, underscores or hyphens",
          "What every key and channel begins with; nodes of one cluster have the same. Only what"
              + " Redisson keeps beside its JCache caches has a `jcache_` word and a brace before it;"
              + " an ACL needs the patterns `~parley:*`, `~jcache_*:{parley:*`, `&parley:*` and"
              + " `&jcache_*:{parley:*`.",
          ClusterSettings::parsePrefix);

  public static final Setting<Integer> LOG_ENTRIES =
      SettingTypes.number(
          "parley.cluster.log-entries",
          "100000",
          1_000,
          10_000_000,
          "How many messages each log keeps in Redis, about. They should reach back over the"
              + " republish window.");

  public static final Setting<Integer> LOG_BYTES =
      SettingTypes.bytes(
          "parley.cluster.log-bytes",
          "256MB",
          1 << 20,
          MAX_BYTES,
          "What each log takes of Redis' memory at most, about: the heavier the messages, the fewer"
              + " are kept.");

  public static final Setting<Duration> REPUBLISH_WINDOW =
      SettingTypes.duration(
          "parley.cluster.republish-window",
          "2m",
          Duration.ofSeconds(10),
          Duration.ofHours(1),
          "How long a node can publish again what a failed Redis may have lost.");

  public static final Setting<Integer> REPUBLISH_BYTES =
      SettingTypes.bytes(
          "parley.cluster.republish-bytes",
          "32MB",
          1 << 20,
          MAX_BYTES,
          "The same in bytes for each log; the oldest go first.");

  public static final Setting<Integer> QUEUE_BYTES =
      SettingTypes.bytes(
          "parley.cluster.queue-bytes",
          "8MB",
          1 << 16,
          MAX_BYTES,
          "What may wait to be written to a log while Redis is slow or away; beyond it senders are"
              + " refused.");

  public static final List<Setting<?>> ALL =
      List.of(
          URL,
          SENTINELS,
          MASTER,
          CLUSTER_NODES,
          USERNAME,
          PASSWORD,
          PASSWORD_FILE,
          SENTINEL_PASSWORD,
          CA_FILE,
          TIMEOUT,
          CONNECTIONS,
          PREFIX,
          LOG_ENTRIES,
          LOG_BYTES,
          REPUBLISH_WINDOW,
          REPUBLISH_BYTES,
          QUEUE_BYTES);

  private ClusterSettings() {}

  private static String parsePrefix(String text) {
    if (!PREFIX_SYNTAX.matcher(text).matches()) {
      throw new IllegalArgumentException("write 1 to 32 letters, digits, dots, _ or -");
    }
    return text;
  }
}
