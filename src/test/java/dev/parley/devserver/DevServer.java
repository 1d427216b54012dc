package dev.parley.devserver;

import dev.parley.devapp.DevTokenServlet;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.Project;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.WarAssembly;
import dev.parley.testing.tokens.DevKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The server behind {@code ./mvnw -Pdev}: nodes, a Redis, and tokens for whoever asks.
 *
 * <p>{@code parley.nodes} nodes (1) on consecutive ports from {@code parley.http.port} (9080). Runs
 * until it is interrupted; then everything that it started stops.
 */
public final class DevServer {
  private static final int DEFAULT_PORT = 9080;
  private static final int MAX_NODES = 9;

  private DevServer() {}

  /** Takes no arguments; see {@link Overrides} for what a caller may set. */
  public static void main(String[] arguments) throws InterruptedException {
    Overrides overrides = Overrides.ofThisProcess();
    int count = overrides.number(Overrides.NODES, 1);
    if (count < 1 || count > MAX_NODES) {
      throw new IllegalArgumentException("parley.nodes must be 1 to " + MAX_NODES);
    }
    int port = overrides.number("parley.http.port", DEFAULT_PORT);
    Foreground foreground = new Foreground(System.out);
    RedisServer redis = RedisServer.start("dev-redis");
    foreground.print("Redis for development: " + redis.url());
    DevKeys keys = TestServers.keys();
    List<LibertyServer> nodes = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      nodes.add(
          launch("node-" + (index + 1), port + index, count, redis, keys, overrides, foreground));
    }
    foreground.serve("Parley is ready: ", nodes);
  }

  private static LibertyServer launch(
      String name,
      int port,
      int count,
      RedisServer redis,
      DevKeys keys,
      Overrides overrides,
      Foreground foreground) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("parley.log.format", "simple");
    defaults.put("parley.redis.url", redis.url());
    // Load generators come from one address.
    defaults.put("parley.limits.connections-per-ip", "50000");
    Map<String, String> config = overrides.over(defaults);
    config.put("parley.node.name", name);
    config.put(DevTokenServlet.KEYS, Project.devKeys().toString());
    String prefix = count == 1 ? "" : "[" + name + "] ";
    LibertyServer.Builder builder =
        LibertyServer.named(name)
            .war(WarAssembly.product().with("dev/parley/devapp").with("dev/parley/testing/tokens"))
            .port(port)
            .config(config)
            .console(line -> foreground.print(prefix + line));
    overrides.variables().forEach(builder::environment);
    return TestServers.trusting(keys, builder).launch();
  }
}
