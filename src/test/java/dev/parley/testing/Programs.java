package dev.parley.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine that tests need. */
public final class Programs {
  private Programs() {}

  /** The first program of that name on the PATH. */
  public static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A program that a test cannot do without.
   *
   * <p>On a Debian system its package is installed when it is missing and this is root; that may
   * take minutes. A test is never skipped because a program is missing: it fails.
   *
   * @throws IllegalStateException when it is missing and cannot be installed; says what to do
   */
  public static synchronized Path require(String program, String debianPackage) {
    return find(program)
        .orElseGet(
            () -> {
              String report = install(debianPackage);
              return find(program)
                  .orElseThrow(
                      () -> new IllegalStateException("No " + program + " here. " + report));
            });
  }

  private static String install(String debianPackage) {
    Path script = Project.root().resolve(".ci/ensure-debian-packages");
    try {
      Process process =
          new ProcessBuilder(script.toString(), debianPackage).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot run " + script, failure);
    }
  }
}
