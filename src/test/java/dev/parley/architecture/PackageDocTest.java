package dev.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageDocTest {
  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/test/java"})
  void everyPackageSaysWhatBelongsInIt(String sources) throws IOException {
    Path root = Project.root().resolve(sources);
    try (Stream<Path> files = Files.walk(root)) {
      List<String> silent =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .filter(folder -> !isDocumented(folder, root))
              .map(folder -> root.relativize(folder).toString())
              .toList();

      assertThat(silent).isEmpty();
    }
  }

  /** A test may share the package of the code that it tests, and that package's doc. */
  private static boolean isDocumented(Path folder, Path root) {
    Path inProduct =
        Project.root().resolve("src/main/java").resolve(root.relativize(folder).toString());
    return Stream.of(folder, inProduct)
        .anyMatch(place -> Files.exists(place.resolve("package-info.java")));
  }
}
