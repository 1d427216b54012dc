package dev.parley.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
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
import java.util.Optional;
import java.util.regex.Matcher;
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
  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final int SOCKET_MILLIS = 1_000;

  private final String name;
  private final int port;
  private final Path binary;
  private final Path folder;
  private final boolean durable;
  private ChildProcess process;

  private RedisServer(String name, int port, Path binary, boolean durable) {
    this.name = name;
    this.port = port;
    this.binary = binary;
    this.durable = durable;
    this.folder = Project.target().resolve("servers").resolve(name);
  }

  /**
   * Starts one on a free port and waits until it answers.
   *
   * @param name unique among the servers that run at the same time
   */
  public static RedisServer start(String name) {
    return start(name, installedBinary().orElseGet(RedisServer::embeddedBinary));
  }

  /** The same, but every write is on disk before it is answered, so {@link #restart} loses none. */
  public static RedisServer startDurable(String name) {
    return start(name, installedBinary().orElseGet(RedisServer::embeddedBinary), true);
  }

  static RedisServer start(String name, Path binary) {
    return start(name, binary, false);
  }

  private static RedisServer start(String name, Path binary, boolean durable) {
    RedisServer redis = new RedisServer(name, FreePort.pick(), binary, durable);
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

  public long pid() {
    return process.pid();
  }

  /** Whether it answers {@code PING} within a second. */
  public boolean answers() {
    return "+PONG".equals(inline("PING"));
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

  /** The first line that it answers; what went wrong, when there is none within a second. */
  private String inline(String command) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SOCKET_MILLIS);
      socket.setSoTimeout(SOCKET_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return reader.readLine();
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

  @Override
  public void close() {
    if (process.isAlive()) {
      // A process that hangs would not see the request to stop.
      resume();
    }
    stop();
  }

  /** The {@code redis-server} of this machine, when it is new enough. */
  static Optional<Path> installedBinary() {
    return Programs.find("redis-server").filter(binary -> majorVersion(binary) >= WANTED_MAJOR);
  }

  /** The binary that embedded-redis carries for this machine. */
  static Path embeddedBinary() {
    try {
      Path folder = Files.createDirectories(Project.target().resolve("embedded-redis"));
      return ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "No redis-server on the PATH, and none embedded for this machine", failure);
    }
  }

  private static int majorVersion(Path binary) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = VERSION.matcher(text);
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException unusable) {
      return 0;
    }
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
    process =
        ChildProcess.start(
            name, ChildProcess.Kind.STORE, command, folder.resolve("console.log"), line -> {});
    await().atMost(BOUND).until(() -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended at once:\n" + process.tail());
    }
  }
}
