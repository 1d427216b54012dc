package dev.parley.devserver;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.TestServers;
import dev.parley.testing.WarAssembly;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The server behind {@code ./mvnw -Pconformance}: what the protocols' own test suites talk to.
 *
 * <p>The product's protocol and gateway with the namespaces that the suites expect in place of the
 * product's, short heartbeats, port 3000 on IPv4 and IPv6.
 */
public final class ConformanceServer {
  private static final int DEFAULT_PORT = 3000;

  private ConformanceServer() {}

  /** The WAR with the suites' namespaces in place of the product's. */
  public static WarAssembly war() {
    return WarAssembly.product()
        .with("dev/parley/conformance")
        .without("dev/parley/chat")
        .without("dev/parley/presence");
  }

  /** The time-outs and limits that the suites expect. */
  public static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("parley.engine.ping-interval", "300ms");
    settings.put("parley.engine.ping-timeout", "200ms");
    settings.put("parley.engine.max-payload", "1000000");
    settings.put("parley.socketio.connect-timeout", "1000ms");
    // The suites compare whole packets, and the base protocol knows neither pid nor offset.
    settings.put("parley.recovery.enabled", "false");
    // The suites count nothing, and all their connections come from one address.
    settings.put("parley.limits.events-per-socket", "1000000000");
    settings.put("parley.limits.connections-per-ip", "1000000");
    return settings;
  }

  /** Takes no arguments; see {@link Overrides} for what a caller may set. */
  public static void main(String[] arguments) throws InterruptedException {
    Overrides overrides = Overrides.ofThisProcess();
    Foreground foreground = new Foreground(System.out);
    Map<String, String> defaults = settings();
    defaults.put("parley.log.format", "simple");
    LibertyServer.Builder builder =
        LibertyServer.named("conformance")
            .war(war())
            .port(overrides.number("parley.http.port", DEFAULT_PORT))
            .config(overrides.over(defaults))
            .console(foreground::print);
    overrides.variables().forEach(builder::environment);
    LibertyServer node = TestServers.trusting(TestServers.keys(), builder).launch();
    foreground.serve("Parley conformance server is ready: ", List.of(node));
  }
}
