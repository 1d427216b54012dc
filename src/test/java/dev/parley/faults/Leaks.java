package dev.parley.faults;

import static org.awaitility.Awaitility.await;

import dev.parley.testing.ClusterHarness;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.client.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** What is left of clients that are all gone: nothing that grows. */
final class Leaks {
  private static final Duration SETTLE = Duration.ofSeconds(20);
  // Pools grow to their size in the first runs; a leak of one a client would be above this soon.
  private static final int THREADS_ABOVE = 60;
  // The server's one pool grows to 256 when the machine is busy, and that is no leak.
  private static final String POOL = "Default Executo";
  private static final List<String> EMPTY_WHEN_ALL_ARE_GONE =
      List.of(
          "socket_connections_active",
          "socket_lane_queue_events",
          "socket_acks_pending",
          "engine_sessions_active",
          "engine_outbound_queued_bytes");

  private final ClusterHarness cluster;
  private final Map<Long, Integer> threads = new HashMap<>();

  Leaks(ClusterHarness cluster) {
    this.cluster = cluster;
  }

  /**
   * Looks whether everything is gone, and waits a moment for it.
   *
   * @return what is left, in words; empty when nothing is
   */
  List<String> find() {
    try {
      await()
          .atMost(SETTLE)
          .pollInterval(Duration.ofMillis(500))
          .ignoreException(UncheckedIOException.class)
          .until(() -> look().isEmpty());
      return List.of();
    } catch (ConditionTimeoutException left) {
      return look();
    }
  }

  private List<String> look() {
    List<String> left = new ArrayList<>();
    for (LibertyServer node : cluster.nodes()) {
      Map<String, Double> gauges = gauges(node);
      for (String name : EMPTY_WHEN_ALL_ARE_GONE) {
        double value = gauges.getOrDefault(name, -1.0);
        if (value != 0) {
          left.add(node.name() + ": " + name + " is " + value);
        }
      }
      int now = threads(node.pid());
      int before = threads.computeIfAbsent(node.pid(), pid -> now);
      if (now > before + THREADS_ABOVE) {
        left.add(node.name() + ": " + now + " threads, at first " + before);
      }
    }
    left.addAll(keys());
    left.addAll(subscriptions());
    return left;
  }

  /** Keys that nothing ends, and users who are said to be online. */
  private List<String> keys() {
    List<String> left = new ArrayList<>();
    RedisProbe redis = redis();
    for (String key : redis.keys()) {
      if (redis.ttlMillis(key) == -1) {
        left.add("Redis: " + key + " has no end");
      }
      if (key.endsWith("online_users") && redis.sortedSetSize(key) > 0) {
        left.add("Redis: " + redis.sortedSetSize(key) + " users in " + key);
      }
    }
    return left;
  }

  private List<String> subscriptions() {
    List<String> left = new ArrayList<>();
    RedisProbe redis = redis();
    for (String channel : redis.channels()) {
      long listeners = redis.listeners(channel);
      if (channel.endsWith(":topic") && listeners > cluster.size()) {
        left.add("Redis: " + listeners + " listeners of " + channel);
      }
    }
    return left;
  }

  private RedisProbe redis() {
    return new RedisProbe(cluster.redis().port());
  }

  private static Map<String, Double> gauges(LibertyServer node) {
    Map<String, Double> gauges = new TreeMap<>();
    try {
      for (String line : RawHttp.get(node.port(), "/metrics").text().split("\n", -1)) {
        int brace = line.indexOf('{');
        int space = line.lastIndexOf(' ');
        if (!line.startsWith("#") && brace > 0 && space > brace) {
          gauges.merge(
              line.substring(0, brace), Double.valueOf(line.substring(space + 1)), Double::sum);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return gauges;
  }

  /** Threads of a process, without those of the server's own pool. */
  private static int threads(long pid) {
    int count = 0;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        count += isCounted(task) ? 1 : 0;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return count;
  }

  private static boolean isCounted(Path task) throws IOException {
    try {
      return !Files.readString(task.resolve("comm")).startsWith(POOL);
    } catch (NoSuchFileException ended) {
      return false;
    }
  }
}
