package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders: copy and delete. */
final class FileTrees {
  private FileTrees() {}

  /** Copies what is under one folder into another, over what is there. */
  static void copy(Path from, Path to) {
    try {
      for (Path source : list(from)) {
        Path copy = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot copy " + from + " to " + to, failure);
    }
  }

  /** Deletes a folder and what is under it; one that does not exist is fine. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      for (Path path : list(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot delete " + folder, failure);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList();
    }
  }
}
