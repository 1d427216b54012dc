package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the scripts of {@code src/test/node} with Node.js.
 *
 * <p>Their packages are installed from the lock file when they are missing or older than it. Needs
 * {@code node} and {@code npm} on the PATH, and fails without them.
 */
public final class NodeScripts {
  private static final Duration INSTALL_BOUND = Duration.ofMinutes(3);
  private static final AtomicInteger RUNS = new AtomicInteger();

  private NodeScripts() {}

  /**
   * What a script left behind.
   *
   * @param exitCode 0 when it went well
   */
  public record Result(int exitCode, String output, String errors) {
    /** The output of a script that went well; anything else is a failure with its errors. */
    public String orFail() {
      if (exitCode != 0) {
        throw new AssertionError("Exit code " + exitCode + ":\n" + output + "\n" + errors);
      }
      return output;
    }
  }

  /**
   * Runs a script to its end.
   *
   * @param script a path below {@code src/test/node}
   * @param bound how long it may take; a script that takes longer is killed
   * @throws AssertionError when it takes longer
   */
  public static Result run(String script, Duration bound, String... arguments) {
    return execute(script, bound, nodeCommand(script, arguments));
  }

  /**
   * Starts a script that runs beside the test; the caller closes it.
   *
   * @param script a path below {@code src/test/node}
   */
  public static ChildProcess start(String script, String... arguments) {
    ProcessBuilder command =
        new ProcessBuilder(nodeCommand(script, arguments)).directory(folder().toFile());
    return ChildProcess.start(
        script,
        ChildProcess.Kind.SERVER,
        command,
        logs().resolve(fileName(script) + ".log"),
        line -> {});
  }

  /**
   * Starts a script that reads orders and tells what it sees; the caller ends it by its input.
   *
   * @param script a path below {@code src/test/node}; it must end when its input does
   */
  public static Process converse(String script, String... arguments) {
    Path errors = logs().resolve(fileName(script) + ".err");
    try {
      Files.createDirectories(logs());
      return new ProcessBuilder(nodeCommand(script, arguments))
          .directory(folder().toFile())
          .redirectError(errors.toFile())
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot start " + script, failure);
    }
  }

  private static List<String> nodeCommand(String script, String... arguments) {
    install();
    List<String> command = new ArrayList<>(List.of("node", folder().resolve(script).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static synchronized void install() {
    Path lock = folder().resolve("package-lock.json");
    Path installed = folder().resolve("node_modules/.package-lock.json");
    try {
      if (Files.exists(installed)
          && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
        return;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot look at " + folder(), failure);
    }
    execute("npm", INSTALL_BOUND, List.of("npm", "ci", "--ignore-scripts", "--loglevel=error"))
        .orFail();
  }

  private static Result execute(String name, Duration bound, List<String> command) {
    Path output = logs().resolve(fileName(name) + ".out");
    Path errors = logs().resolve(fileName(name) + ".err");
    try {
      Files.createDirectories(logs());
      Process process =
          new ProcessBuilder(command)
              .directory(folder().toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      try {
        if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              name
                  + " did not end within "
                  + bound.toSeconds()
                  + " s:\n"
                  + Files.readString(output)
                  + "\n"
                  + Files.readString(errors));
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot run " + command, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + name, interrupted);
    }
  }

  private static Path folder() {
    return Project.root().resolve("src/test/node");
  }

  private static Path logs() {
    return Project.target().resolve("node-scripts");
  }

  private static String fileName(String script) {
    return script.replaceAll("[^A-Za-z0-9.-]", "_") + "-" + RUNS.incrementAndGet();
  }
}
