package dev.parley.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Parley node in a server of its own, from the configuration that production uses.
 *
 * <p>Lives under {@code target/servers/NAME}; nodes of different names run side by side. Its
 * console text stays there after the end, in {@code console.log}.
 */
public final class LibertyServer implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofMinutes(4);
  // Longer than the drain may take.
  private static final Duration STOP_BOUND = Duration.ofSeconds(45);
  private static final Duration PROBE_BOUND = Duration.ofSeconds(5);

  // The server's message for an application that did not start; the server itself goes on.
  /** The application did not start; the port is taken. */
  private static final String PORT_TAKEN = "CWWKO0221E";

  private static final List<String> FATAL = List.of("CWWKZ0002E", PORT_TAKEN);

  private final String name;
  private final int port;
  private final Path folder;
  private final Path javaHome;
  private final Map<String, String> environment;
  private final Consumer<String> console;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE_BOUND).build();
  private ChildProcess process;

  private LibertyServer(Builder builder) {
    this.name = builder.name;
    this.port = builder.port == 0 ? FreePort.pick() : builder.port;
    this.folder = Project.servers().resolve(name);
    this.javaHome = builder.javaHome;
    this.environment = Map.copyOf(builder.environment);
    this.console = builder.console;
    prepare(builder);
  }

  /** A node of that name, with the product as it ships, on a free port. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Where it serves, without a slash at the end. */
  public URI uri() {
    return URI.create("http://localhost:" + port);
  }

  public int port() {
    return port;
  }

  public String name() {
    return name;
  }

  /** The folder that its start script knows as {@code WLP_USER_DIR}. */
  public Path userFolder() {
    return folder.resolve("usr");
  }

  /** Everything that it printed on the console since its last start. */
  public String log() {
    return process.log();
  }

  /** The process id of the server's JVM. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of its process, for as long as it takes, and returns the exit code. */
  public int awaitExit() throws InterruptedException {
    return process.awaitExit();
  }

  /**
   * Stops it with SIGTERM; killed when it takes longer than a drain may take.
   *
   * @return whether it ended by itself
   */
  public boolean stop() {
    return process.stop(STOP_BOUND);
  }

  /** Kills it at once, as a crash would. */
  public void kill9() {
    process.kill();
  }

  /** Sends a signal by its name, for example {@code STOP} and {@code CONT}. */
  public void signal(String signal) {
    process.signal(signal);
  }

  /**
   * Starts it again, on the same port and folder, after it was stopped or killed.
   *
   * @throws IllegalStateException when it is still running, or not ready within four minutes
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(name + " is still running");
    }
    launch();
    try {
      awaitReady();
    } catch (IllegalStateException failed) {
      if (!log().contains(PORT_TAKEN)) {
        throw failed;
      }
      // Seen once, 15 s after a kill -9, and not explained: somebody had the port. Once more.
      launch();
      awaitReady();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** What {@code GET /health/ready} answers now; 0 when nobody answers. */
  public int readiness() {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve("/health/ready")).timeout(PROBE_BOUND).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + name, interrupted);
    }
  }

  /**
   * Waits until it is ready.
   *
   * @throws IllegalStateException with the end of its log, when its process ended, its application
   *     did not start, or four minutes were not enough
   */
  public void awaitReady() {
    try {
      await()
          .atMost(START_BOUND)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !process.isAlive() || startFailed() || readiness() == 200);
    } catch (ConditionTimeoutException late) {
      throw failedStart("was not ready in time", late);
    }
    if (!process.isAlive()) {
      throw failedStart("ended with code " + process.exitCode(), null);
    }
    if (startFailed()) {
      throw failedStart("could not start its application or take its port", null);
    }
  }

  private boolean startFailed() {
    String log = log();
    return FATAL.stream().anyMatch(log::contains);
  }

  private IllegalStateException failedStart(String what, Throwable cause) {
    process.kill();
    return new IllegalStateException(name + " " + what + ":\n" + process.tail(), cause);
  }

  private void prepare(Builder builder) {
    if (!Files.isDirectory(Project.liberty())) {
      throw new IllegalStateException(
          "No Open Liberty at " + Project.liberty() + ": run ./mvnw pre-integration-test");
    }
    FileTrees.delete(folder);
    Path server = folder.resolve("usr/servers").resolve(name);
    FileTrees.copy(Project.serverConfig(), server);
    builder.war.assemble(server.resolve("apps/parley.war"));
    Map<String, String> config = new LinkedHashMap<>(builder.config);
    config.put("parley.http.port", Integer.toString(port));
    try {
      Path overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
      Files.writeString(overrides.resolve("harness.xml"), variables(config));
      Files.write(server.resolve("jvm.options"), builder.jvmOptions, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the configuration of " + name, failure);
    }
  }

  private void launch() {
    // A kept cache of annotations may belong to another JDK or another WAR.
    ProcessBuilder command =
        new ProcessBuilder(
            Project.liberty().resolve("bin/server").toString(), "run", name, "--clean");
    Map<String, String> variables = command.environment();
    // What the developer's shell happens to hold must not reach a node.
    variables
        .keySet()
        .removeIf(
            key ->
                key.startsWith("PARLEY_")
                    || key.startsWith("WLP_")
                    || key.startsWith("MP_")
                    || key.equals("JVM_ARGS")
                    || key.equals("LOG_DIR")
                    || key.equals("JRE_HOME"));
    variables.put("JAVA_HOME", javaHome.toString());
    variables.put("WLP_USER_DIR", folder.resolve("usr").toString());
    variables.put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    variables.putAll(environment);
    process =
        ChildProcess.start(
            name, ChildProcess.Kind.SERVER, command, folder.resolve("console.log"), console);
  }

  private static String variables(Map<String, String> config) {
    StringBuilder xml = new StringBuilder("<server>\n");
    config.forEach(
        (key, value) ->
            xml.append("  <variable name=\"")
                .append(escape(key))
                .append("\" value=\"")
                .append(escape(value))
                .append("\"/>\n"));
    return xml.append("</server>\n").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** Collects what a node needs; not for use by several threads. */
  public static final class Builder {
    private final String name;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private int port;
    private Path javaHome =
        Path.of(System.getProperty("parley.it.java.home", System.getProperty("java.home")));
    private WarAssembly war = WarAssembly.product();
    private Consumer<String> console = line -> {};

    private Builder(String name) {
      this.name = name;
      environment.put("PARLEY_LOG_FORMAT", "simple");
    }

    public Builder war(WarAssembly assembly) {
      this.war = assembly;
      return this;
    }

    /** The port to serve on; 0, the default, takes a free one. */
    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /** A MicroProfile Config key; stronger than the environment. */
    public Builder config(String key, String value) {
      config.put(key, value);
      return this;
    }

    public Builder config(Map<String, String> values) {
      config.putAll(values);
      return this;
    }

    /** A variable of its environment. */
    public Builder environment(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** One line of {@code jvm.options}. */
    public Builder jvmOption(String option) {
      jvmOptions.add(option);
      return this;
    }

    /** The JDK to run on; by default the property {@code parley.it.java.home}, or this JVM's. */
    public Builder javaHome(Path home) {
      this.javaHome = home;
      return this;
    }

    /** Sees every line of its console, on a thread of its own. */
    public Builder console(Consumer<String> listener) {
      this.console = listener;
      return this;
    }

    /** Writes its folder and starts nothing: for whoever starts it by other means. */
    public LibertyServer prepare() {
      return new LibertyServer(this);
    }

    /** Starts the process and does not wait until it is ready. */
    public LibertyServer launch() {
      LibertyServer server = new LibertyServer(this);
      server.launch();
      return server;
    }

    /** Starts the process and waits until it is ready. */
    public LibertyServer start() {
      LibertyServer server = launch();
      server.awaitReady();
      return server;
    }
  }
}
