package dev.parley.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on the loopback address; it keeps nothing on disk unless asked to.
 *
 * <p>Takes {@code redis-server} 7 or newer from the PATH, else the binary (6.2) that embedded-redis
 * carries.
 */
public final class RedisServer implements AutoCloseable {
  private static final int WANTED_MAJOR = 7;
  private static final Pattern VERSION = Pattern.compile("v=((\\d+)[\\d.]*)");
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final int SOCKET_MILLIS = 1_000;

  private final String name;
  private final int port;
  private final Path binary;
  private final Path folder;
  private final boolean durable;
  private final List<String> options;
  private ChildProcess process;

  private RedisServer(String name, int port, Path binary, boolean durable, List<String> options) {
    this.name = name;
    this.port = port;
    this.binary = binary;
    this.durable = durable;
    this.options = List.copyOf(options);
    this.folder = Project.servers().resolve(name);
  }

  /**
   * Starts one on a free port and waits until it answers.
   *
   * @param name unique among the servers that run at the same time
   */
  public static RedisServer start(String name) {
    return start(name, binary());
  }

  /** The same, but every write is on disk before it is answered, so {@link #restart} loses none. */
  public static RedisServer startDurable(String name) {
    return start(name, binary(), true);
  }

  /**
   * One of an installation: a replica, a sentinel, a part of a cluster; needs the installed
   * program.
   *
   * @param options of the command line, after those of every server here
   */
  public static RedisServer startWith(String name, int port, List<String> options) {
    Path binary = Programs.require("redis-server", "redis-server");
    RedisServer redis = new RedisServer(name, port, binary, false, options);
    FileTrees.delete(redis.folder);
    redis.launch();
    return redis;
  }

  /**
   * One that watches a master on the loopback address, with others of its kind; two decide.
   *
   * @param master what it calls the master
   */
  public static RedisServer startSentinel(String name, String master, int masterPort) {
    Path binary = Programs.require("redis-server", "redis-server");
    RedisServer redis =
        new RedisServer(name, FreePort.pick(), binary, false, List.of("--sentinel"));
    FileTrees.delete(redis.folder);
    String watch = "sentinel %s " + master + " %s\n";
    try {
      // A sentinel writes down what it learns, so it takes nothing but a file.
      Files.createDirectories(redis.folder);
      Files.writeString(
          redis.sentinelFile(),
          watch.formatted("monitor", "127.0.0.1 " + masterPort + " 2")
              + watch.formatted("down-after-milliseconds", "1000")
              + watch.formatted("failover-timeout", "5000"));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot configure " + name, failure);
    }
    redis.launch();
    return redis;
  }

  static RedisServer start(String name, Path binary) {
    return start(name, binary, false);
  }

  private static RedisServer start(String name, Path binary, boolean durable) {
    RedisServer redis = new RedisServer(name, FreePort.pick(), binary, durable, List.of());
    FileTrees.delete(redis.folder);
    redis.launch();
    return redis;
  }

  /** Its address, as {@code parley.redis.url} takes it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Everything that it printed since its last start. */
  public String log() {
    return process.log();
  }

  /** How many keys it holds. */
  public long keys() {
    return Long.parseLong(inline("DBSIZE").substring(1));
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it answers {@code PING} within a second, be it by asking for a password. */
  public boolean answers() {
    String answer = inline("PING");
    return "+PONG".equals(answer) || (answer != null && answer.startsWith("-NOAUTH"));
  }

  /**
   * Writes what it holds to disk; the next {@link #restart} brings that back, and nothing later.
   */
  public void snapshot() {
    if (!"+OK".equals(inline("SAVE"))) {
      throw new IllegalStateException(name + " did not save");
    }
  }

  /** Forgets everything. */
  public void flush() {
    if (!"+OK".equals(inline("FLUSHALL"))) {
      throw new IllegalStateException(name + " did not flush");
    }
  }

  /** The first line of what it answers to a command, as {@code +OK}. */
  public String answer(String command) {
    return inline(command);
  }

  /** A section of what it says of itself; what went wrong, when it says nothing. */
  String info(String section) {
    return ask("INFO " + section, true);
  }

  /** Whether it takes writes, as far as it knows. */
  boolean isMaster() {
    return info("replication").contains("role:master");
  }

  /** How many replicas follow it and are up to date. */
  int replicasOnline() {
    return info("replication").split("state=online", -1).length - 1;
  }

  private String inline(String command) {
    return ask(command, false);
  }

  /** The first line that it answers, or all of a text; what went wrong, after a second without. */
  private String ask(String command, boolean isText) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SOCKET_MILLIS);
      socket.setSoTimeout(SOCKET_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String first = reader.readLine();
      if (!isText || first == null || !first.startsWith("$")) {
        return first;
      }
      char[] text = new char[Integer.parseInt(first.substring(1))];
      int read = 0;
      while (read < text.length) {
        int more = reader.read(text, read, text.length - read);
        if (more < 0) {
          throw new EOFException(name + " ended in the middle of an answer");
        }
        read += more;
      }
      return new String(text);
    } catch (IOException unreachable) {
      return unreachable.toString();
    }
  }

  /** Stops it as an operator would; what it held is gone. */
  public void stop() {
    process.stop(BOUND);
  }

  /** Kills it at once, as a crash would. */
  public void kill9() {
    process.kill();
  }

  /** Lets it hang: connections stay open and nobody answers, until {@link #resume}. */
  public void hang() {
    process.signal("STOP");
  }

  /** Ends {@link #hang}. */
  public void resume() {
    process.signal("CONT");
  }

  /**
   * Starts it again on the same port, after it was stopped or killed: with its data when it is
   * durable, as of the last {@link #snapshot} when there was one, else empty.
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(name + " is still running");
    }
    launch();
  }

  /** Starts it again on the same port, after it was stopped or killed, with an empty memory. */
  public void restartEmpty() {
    if (process.isAlive()) {
      throw new IllegalStateException(name + " is still running");
    }
    FileTrees.delete(folder);
    launch();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      // A process that hangs would not see the request to stop.
      resume();
    }
    stop();
  }

  /** The version of the Redis that is started here; with a word when it is the embedded one. */
  public static String version() {
    Optional<Path> installed = installedBinary();
    String version =
        versionOf(installed.orElseGet(RedisServer::embeddedBinary))
            .map(found -> found.group(1))
            .orElse("?");
    return installed.isPresent() ? version : version + " (embedded)";
  }

  /** The {@code redis-server} of this machine, when it is new enough. */
  static Optional<Path> installedBinary() {
    return Programs.find("redis-server").filter(binary -> majorVersion(binary) >= WANTED_MAJOR);
  }

  /** The binary that embedded-redis carries for this machine. */
  static Path embeddedBinary() {
    try {
      Path folder = Files.createDirectories(Project.servers().resolve("embedded"));
      return ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "No redis-server on the PATH, and none embedded for this machine", failure);
    }
  }

  private static Path binary() {
    return installedBinary().orElseGet(RedisServer::embeddedBinary);
  }

  private static int majorVersion(Path binary) {
    return versionOf(binary).map(version -> Integer.parseInt(version.group(2))).orElse(0);
  }

  private static Optional<MatchResult> versionOf(Path binary) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return VERSION.matcher(text).results().findFirst();
    } catch (IOException unusable) {
      return Optional.empty();
    }
  }

  private Path sentinelFile() {
    return folder.resolve("sentinel.conf");
  }

  private void launch() {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot make " + folder, failure);
    }
    ProcessBuilder command =
        new ProcessBuilder(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                durable ? "yes" : "no",
                "--appendfsync",
                "always",
                "--dir",
                folder.toString())
            .directory(folder.toFile());
    command.command().addAll(options);
    if (Files.exists(sentinelFile())) {
      command.command().add(1, sentinelFile().toString());
    }
    process =
        ChildProcess.start(
            name, ChildProcess.Kind.STORE, command, folder.resolve("console.log"), line -> {});
    await().atMost(BOUND).until(() -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended at once:\n" + process.tail());
    }
  }
}
