package dev.parley.bench;

import dev.parley.testing.ChildProcess;
import dev.parley.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code bench/reference} as it can be run: a copy under {@code target} with the npm packages of
 * its lock file.
 *
 * <p>Needs {@code npm} on the PATH. Packages are fetched again only when the lock file changed.
 */
final class ReferencePackages {
  private static final String LOCK = "package-lock.json";

  private ReferencePackages() {}

  /**
   * The folder, made or brought up to date.
   *
   * @throws IllegalStateException when the packages cannot be installed; says what npm said
   */
  static synchronized Path install() {
    Path source = Project.root().resolve("bench/reference");
    Path target = Project.target().resolve("bench/reference");
    Path installed = target.resolve("installed-lock.json");
    try {
      copySources(source, target);
      Path lock = target.resolve(LOCK);
      if (!Files.exists(installed) || Files.mismatch(lock, installed) >= 0) {
        npmCi(target);
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
      }
      return target;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot copy " + source, failure);
    }
  }

  private static void copySources(Path source, Path target) throws IOException {
    for (Path file : sources(source)) {
      Path copy = target.resolve(source.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> sources(Path source) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !source.relativize(file).startsWith("node_modules"))
          .toList();
    }
  }

  private static void npmCi(Path folder) {
    // The scripts of the packages would only check, or compile, what comes ready to use.
    ProcessBuilder command =
        new ProcessBuilder(
                "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(folder.toFile());
    try (ChildProcess npm =
        ChildProcess.start(
            "npm-ci-reference",
            ChildProcess.Kind.SERVER,
            command,
            folder.resolve("npm-ci.log"),
            line -> {})) {
      if (npm.awaitExit() != 0) {
        throw new IllegalStateException("npm ci failed in " + folder + ":\n" + npm.tail());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in npm ci", interrupted);
    }
  }
}
