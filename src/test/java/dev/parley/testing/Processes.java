package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Commands that start the project's own scripts as a terminal would, and signals. */
public final class Processes {
  private Processes() {}

  /**
   * The Maven wrapper with these arguments.
   *
   * <p>A background job of a shell ignores SIGINT, and so would all that it starts; the wrapper is
   * started with the signal switched on again.
   */
  public static ProcessBuilder mavenWrapper(String... arguments) {
    ProcessBuilder command = new ProcessBuilder("env", "--default-signal=INT", "./mvnw", "-B");
    command.command().addAll(List.of(arguments));
    command.directory(Project.root().toFile());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return command;
  }

  /** Sends a process a signal by its name, for example {@code INT} or {@code STOP}. */
  public static void signal(long pid, String signal) {
    String what = signal + " to process " + pid;
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("Cannot send " + what);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot send " + what, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sending " + what, interrupted);
    }
  }
}
