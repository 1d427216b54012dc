package dev.parley.testing;

import java.util.List;

/** Commands that start the project's own scripts as a terminal would. */
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
}
