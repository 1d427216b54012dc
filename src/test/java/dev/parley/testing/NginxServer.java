package dev.parley.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real Nginx with two workers, configured by {@code ops/nginx/render}, on a free loopback port.
 *
 * <p>Needs no privileges: everything that it writes lies under {@code target/servers/NAME}.
 */
public final class NginxServer implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final int CONNECT_MILLIS = 500;

  private final String name;
  private final int port;
  private final Path folder;
  private final Path binary;
  private final Map<String, String> settings;
  private ChildProcess process;

  private NginxServer(Builder builder) {
    this.name = builder.name;
    this.port = FreePort.pick();
    this.folder = Project.servers().resolve(name);
    this.binary = binary();
    this.settings = new TreeMap<>(builder.settings);
    settings.putIfAbsent("PARLEY_NODES", String.join(" ", builder.nodes));
    settings.putIfAbsent(
        settings.containsKey("PARLEY_NGINX_CERTIFICATE")
            ? "PARLEY_NGINX_HTTPS_PORT"
            : "PARLEY_NGINX_HTTP_PORT",
        "127.0.0.1:" + port);
    settings.putIfAbsent("PARLEY_NGINX_ACCESS_LOG", folder.resolve("access.log").toString());
  }

  /** One of that name; unique among the servers that run at the same time. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Where it serves, without a slash at the end. */
  public URI uri() {
    String scheme = settings.containsKey("PARLEY_NGINX_CERTIFICATE") ? "https" : "http";
    return URI.create(scheme + "://localhost:" + port);
  }

  public int port() {
    return port;
  }

  /** The process id of its master. */
  public long pid() {
    return process.pid();
  }

  /** What it wrote about requests so far, a line each. */
  public List<String> accessLog() {
    try {
      return Files.readAllLines(folder.resolve("access.log"));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read the log of " + name, failure);
    }
  }

  /** What it complained of. */
  public String log() {
    return process.log();
  }

  /** Stops it as an operator would: connections end. */
  public void stop() {
    process.stop(BOUND);
  }

  /** Starts it again on the same port, after {@link #stop}. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(name + " is still running");
    }
    launch();
  }

  @Override
  public void close() {
    stop();
  }

  /**
   * What {@code ops/nginx/render} prints for these variables.
   *
   * @throws IllegalArgumentException when it refuses them; says why
   */
  public static String render(Map<String, String> settings) {
    ProcessBuilder command =
        new ProcessBuilder(Project.root().resolve("ops/nginx/render").toString());
    command.environment().keySet().removeIf(key -> key.startsWith("PARLEY_"));
    command.environment().putAll(settings);
    return output(command);
  }

  private static String output(ProcessBuilder command) {
    try {
      Process process = command.redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalArgumentException(text);
      }
      return text;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot run " + command.command(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command.command(), interrupted);
    }
  }

  private static Path binary() {
    Path usual = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(usual) ? usual : Programs.require("nginx", "nginx");
  }

  private void prepare() {
    FileTrees.delete(folder);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("parley.conf"), render(settings));
      Files.writeString(folder.resolve("nginx.conf"), surroundings());
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write the configuration of " + name, failure);
    }
  }

  /** What a distribution's {@code nginx.conf} says, for a folder of its own. */
  private String surroundings() {
    String user = System.getProperty("user.name");
    // The workers of root's server change to nobody, who may not enter the project's folder.
    return (user.equals("root") ? "user root;\n" : "")
        + "worker_processes 2;\ndaemon off;\npid nginx.pid;\nerror_log stderr info;\n"
        + "worker_rlimit_nofile 65536;\n"
        + "events { worker_connections 16384; }\n"
        + "http {\n  client_body_temp_path body;\n  proxy_temp_path proxy;\n"
        + "  fastcgi_temp_path fastcgi;\n  uwsgi_temp_path uwsgi;\n  scgi_temp_path scgi;\n"
        + "  include parley.conf;\n}\n";
  }

  private List<String> command(String... more) {
    List<String> command =
        new ArrayList<>(List.of(binary.toString(), "-p", folder + "/", "-c", "nginx.conf"));
    // Before it has read its configuration it would open the distribution's log.
    command.addAll(List.of("-e", "stderr"));
    command.addAll(List.of(more));
    return command;
  }

  private void launch() {
    process =
        ChildProcess.start(
            name,
            ChildProcess.Kind.SERVER,
            new ProcessBuilder(command()),
            folder.resolve("console.log"),
            line -> {});
    await().atMost(BOUND).until(() -> !process.isAlive() || listens());
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended at once:\n" + process.tail());
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Collects what an Nginx needs; not for use by several threads. */
  public static final class Builder {
    private final String name;
    private final List<String> nodes = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Adds a node of this machine.
     *
     * @param tag what its sids end with, for routing by sid
     */
    public Builder node(String tag, int port) {
      nodes.add(tag + "=127.0.0.1:" + port);
      return this;
    }

    /** Sets a variable of {@code ops/nginx/render}. */
    public Builder set(String variable, String value) {
      settings.put(variable, value);
      return this;
    }

    /**
     * Has Nginx check the configuration.
     *
     * @return what it said
     * @throws IllegalArgumentException when it, or the renderer, does not accept it
     */
    public String check() {
      NginxServer server = new NginxServer(this);
      server.prepare();
      return output(new ProcessBuilder(server.command("-t")));
    }

    /** Starts it and waits until it listens. */
    public NginxServer start() {
      NginxServer server = new NginxServer(this);
      server.prepare();
      server.launch();
      return server;
    }
  }
}
