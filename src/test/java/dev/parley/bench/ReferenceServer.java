package dev.parley.bench;

import static org.awaitility.Awaitility.await;

import dev.parley.testing.ChildProcess;
import dev.parley.testing.FreePort;
import dev.parley.testing.Project;
import dev.parley.testing.TestServers;
import dev.parley.testing.tokens.TestTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The stack that Parley replaces, {@code bench/reference}: processes of Node.js that share a Redis,
 * each on a free loopback port.
 *
 * <p>They trust the tokens of {@link TestTokens}, and are named {@code r0}, {@code r1} and so on
 * towards clients. Needs {@code node} and {@code npm} on the PATH. What a process printed stays in
 * {@code target/servers/NAME-rN/console.log}. Not for use by several threads.
 */
public final class ReferenceServer implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofSeconds(60);
  private static final Duration STOP_BOUND = Duration.ofSeconds(45);

  private final String name;
  private final Path folder;
  private final String redisUrl;
  private final Map<String, String> environment;
  private final List<Integer> ports;
  private final List<ChildProcess> processes = new ArrayList<>();

  private ReferenceServer(
      String name, int count, String redisUrl, Map<String, String> environment) {
    this.name = name;
    this.folder = ReferencePackages.install();
    this.redisUrl = redisUrl;
    this.environment = Map.copyOf(environment);
    this.ports = IntStream.range(0, count).mapToObj(index -> FreePort.pick()).toList();
  }

  /**
   * Installs the packages where that was not done yet, starts the processes side by side, and waits
   * until all are ready.
   *
   * @param name unique among the servers that run at the same time; also the prefix of the keys
   * @param redisUrl a Redis that is up, as {@code redis://host:port}
   * @param environment variables of {@code bench/reference/README.md}, over those that are set here
   * @throws IllegalStateException when one is not ready within a minute; says what it printed
   */
  public static ReferenceServer start(
      String name, int processes, String redisUrl, Map<String, String> environment) {
    ReferenceServer server = new ReferenceServer(name, processes, redisUrl, environment);
    boolean started = false;
    try {
      for (int index = 0; index < processes; index++) {
        server.processes.add(server.launch(index));
      }
      server.processes.forEach(ReferenceServer::awaitReady);
      started = true;
      return server;
    } finally {
      if (!started) {
        server.kill();
      }
    }
  }

  public int size() {
    return processes.size();
  }

  public int port(int index) {
    return ports.get(index);
  }

  public long pid(int index) {
    return processes.get(index).pid();
  }

  /** What a process calls itself towards clients. */
  static String nodeName(int index) {
    return "r" + index;
  }

  /** Everything that a process printed since its last start. */
  String log(int index) {
    return processes.get(index).log();
  }

  /**
   * Ends a process with SIGTERM, as a deployment does; killed when it takes longer than 45 s.
   *
   * @return whether it ended by itself and well
   */
  boolean stop(int index) {
    ChildProcess process = processes.get(index);
    return process.stop(STOP_BOUND) && process.exitCode() == 0;
  }

  /** Ends a process at once, as a crash would. */
  void kill9(int index) {
    processes.get(index).kill();
  }

  /** Starts a process again on its port, after it was stopped or killed, and waits for it. */
  void restart(int index) {
    if (processes.get(index).isAlive()) {
      throw new IllegalStateException(processes.get(index) + " is still running");
    }
    processes.set(index, launch(index));
    awaitReady(processes.get(index));
  }

  /** Ends everything at once: what a graceful stop does is for those who call {@link #stop}. */
  @Override
  public void close() {
    kill();
  }

  private void kill() {
    processes.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
  }

  private ChildProcess launch(int index) {
    ProcessBuilder command =
        new ProcessBuilder("node", folder.resolve("server.js").toString())
            .directory(folder.toFile());
    Map<String, String> variables = command.environment();
    variables.put("NODE_ENV", "production");
    variables.put("HOST", "127.0.0.1");
    variables.put("PORT", Integer.toString(ports.get(index)));
    variables.put("NODE_NAME", nodeName(index));
    variables.put("REDIS_URL", redisUrl);
    variables.put("REDIS_PREFIX", name);
    variables.put("JWT_PUBLIC_KEY_FILE", publicKeyFile().toString());
    variables.put("JWT_ISSUER", TestTokens.ISSUER);
    variables.put("JWT_AUDIENCE", TestTokens.AUDIENCE);
    variables.putAll(environment);
    String process = name + "-" + nodeName(index);
    return ChildProcess.start(
        process,
        ChildProcess.Kind.SERVER,
        command,
        Project.servers().resolve(process).resolve("console.log"),
        line -> {});
  }

  private static Path publicKeyFile() {
    return Path.of(URI.create(TestServers.keys().publicKeyLocation()));
  }

  private static void awaitReady(ChildProcess process) {
    try {
      await()
          .atMost(START_BOUND)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || process.log().contains("reference is ready: "));
    } catch (ConditionTimeoutException late) {
      throw new IllegalStateException(process + " is not ready:\n" + process.tail(), late);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException(process + " ended at once:\n" + process.tail());
    }
  }
}
