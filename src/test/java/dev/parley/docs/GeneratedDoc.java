package dev.parley.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document that is written from code; {@code -Dparley.docs.write=true} writes it anew. */
final class GeneratedDoc {
  private GeneratedDoc() {}

  static void check(String name, Class<?> test, String content) throws IOException {
    Path file = Path.of("docs", name);
    if (Boolean.getBoolean("parley.docs.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("run ./mvnw test -Dtest=%s -Dparley.docs.write=true", test.getSimpleName())
        .content()
        .isEqualTo(content);
  }

  /** The line under the title. */
  static String origin(Class<?> test) {
    return "Written from the rows in the code; `./mvnw test -Dtest="
        + test.getSimpleName()
        + " -Dparley.docs.write=true` writes it anew.\n";
  }

  /** Text for a cell of a table. */
  static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }
}
