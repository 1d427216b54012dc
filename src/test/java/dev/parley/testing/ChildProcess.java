package dev.parley.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that never outlives this JVM, with all that it printed.
 *
 * <p>When the JVM ends, for whatever reason but {@code kill -9}, children are asked to stop
 * (SIGTERM) and killed when they do not: first the servers, side by side, then the stores that the
 * servers talk to. Safe on any thread.
 */
public final class ChildProcess implements AutoCloseable {
  /** Decides the order of stopping. */
  public enum Kind {
    /** Stopped first. */
    SERVER,
    /** Stopped when no server is left. */
    STORE
  }

  private static final Duration GRACE_AT_EXIT = Duration.ofSeconds(15);
  private static final int TAIL_LINES = 60;
  private static final Set<ChildProcess> LIVE = ConcurrentHashMap.newKeySet();
  private static volatile boolean stopping;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::stopAll, "stop-children"));
  }

  private final String name;
  private final Kind kind;
  private final Process process;
  private final Path log;
  private final Thread pump;

  private ChildProcess(
      String name, Kind kind, Process process, Path log, Consumer<String> listener) {
    this.name = name;
    this.kind = kind;
    this.process = process;
    this.log = log;
    this.pump = new Thread(() -> pump(listener), name + "-output");
    pump.setDaemon(true);
    pump.start();
  }

  /**
   * Starts a process; its standard error goes where its output goes.
   *
   * @param log takes everything that it prints; replaced when it exists
   * @param listener sees every line as it comes, on a thread of its own
   * @throws IllegalStateException when this JVM is about to end
   */
  public static ChildProcess start(
      String name, Kind kind, ProcessBuilder command, Path log, Consumer<String> listener) {
    command.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.PIPE);
    try {
      Files.createDirectories(log.getParent());
      Files.writeString(log, "");
      Process process = command.start();
      process.getOutputStream().close();
      ChildProcess child = new ChildProcess(name, kind, process, log, listener);
      LIVE.add(child);
      // Asked after it can be found: whoever stops all sees it, or it sees that all are stopped.
      if (stopping) {
        child.kill();
        throw new IllegalStateException("Too late to start " + name);
      }
      return child;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot start " + name + ": " + command.command(), failure);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end, for as long as it takes, and returns the exit code. */
  public int awaitExit() throws InterruptedException {
    int code = process.waitFor();
    finished();
    return code;
  }

  /** The exit code. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Everything that it printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + log, failure);
    }
  }

  /** The last lines that it printed. */
  public String tail() {
    List<String> lines = Arrays.asList(log().split("\n", -1));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** Sends a signal by its name, for example {@code INT} or {@code STOP}. */
  public void signal(String signal) {
    Processes.signal(pid(), signal);
  }

  /**
   * Asks it to stop, and kills it when it does not.
   *
   * @param grace how long it may take
   * @return whether it stopped by itself
   */
  public boolean stop(Duration grace) {
    requestStop();
    boolean willing = awaitExit(grace);
    kill();
    return willing;
  }

  /** Ends it at once, as {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.toHandle().destroyForcibly();
    awaitExit(GRACE_AT_EXIT);
    finished();
  }

  @Override
  public void close() {
    stop(GRACE_AT_EXIT);
  }

  @Override
  public String toString() {
    return name + " (pid " + pid() + ")";
  }

  private void requestStop() {
    // Not Process.destroy: that closes the pipe, and the last words would be lost.
    process.toHandle().destroy();
  }

  private boolean awaitExit(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void finished() {
    LIVE.remove(this);
    try {
      pump.join(GRACE_AT_EXIT.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Consumer<String> listener) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter writer = Files.newBufferedWriter(log)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        writer.write(line);
        writer.newLine();
        writer.flush();
        listener.accept(line);
      }
    } catch (IOException ended) {
      listener.accept("[output of " + name + " ended: " + ended.getMessage() + "]");
    }
  }

  private static void stopAll() {
    stopping = true;
    for (Kind kind : Kind.values()) {
      Collection<ChildProcess> children =
          LIVE.stream().filter(child -> child.kind == kind).toList();
      children.forEach(ChildProcess::requestStop);
      long end = System.nanoTime() + GRACE_AT_EXIT.toNanos();
      for (ChildProcess child : children) {
        child.awaitExit(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        child.kill();
      }
    }
  }
}
