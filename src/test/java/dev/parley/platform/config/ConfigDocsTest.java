package dev.parley.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.kernel.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/CONFIG.md} says what the rows say; {@code -Dparley.docs.write=true} writes it anew.
 */
class ConfigDocsTest {
  private static final Path FILE = Path.of("docs", "CONFIG.md");

  private static final String INTRODUCTION =
      """
      # Configuration

      Written from the rows in the code; `./mvnw test -Dtest=ConfigDocsTest -Dparley.docs.write=true` writes it anew.

      A key is set as a system property, in the environment (the second name of each row), or as a
      `<variable>` in a file under the server's `configDropins/overrides`. Durations are written
      `300ms`, `25s`, `5m`, `1h`, `7d` or as in ISO 8601; bytes `65536`, `64KB` or `1MB`, powers of 1 024.
      Every value is checked at start: a wrong one keeps the application from starting, with one message
      that names each wrong key, its value and what is allowed. Names that begin with `parley.` and are not
      in this list are warned about.

      A value of one line may come from a file: point `VARIABLE_SOURCE_DIRS` (in `server.env`) to a folder
      in which a file's name is the key and its text the value. Use this for whatever must not stand in the
      environment, as the password of Redis. A value that is secret is never shown, not even a wrong one.

      `mp.jwt.*` keys are those of MicroProfile JWT. The four of *Tokens and connections* without a default
      decide whom the server believes, so it does not start without them (of the key and its location one).
      """;

  @Test
  void theDocumentSaysWhatTheRowsSay() throws IOException {
    String expected = render();
    if (Boolean.getBoolean("parley.docs.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, expected);
    }
    assertThat(FILE).content().isEqualTo(expected);
  }

  @Test
  void everyGroupOfSettingsIsInTheCatalog() {
    Set<String> listed =
        SettingCatalog.all().stream().map(Setting::key).collect(Collectors.toSet());
    List<JavaClass> groups =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.parley")
                .stream()
                .filter(type -> type.getSimpleName().endsWith("Settings"))
                .filter(type -> type.tryGetField("ALL").isPresent())
                .toList();

    assertThat(groups).isNotEmpty();
    for (JavaClass group : groups) {
      assertThat(rowsOf(group)).as(group.getName()).isSubsetOf(listed);
    }
  }

  @Test
  void noKeyIsThereTwice() {
    Set<String> seen = new HashSet<>();
    for (Setting<?> row : SettingCatalog.all()) {
      assertThat(seen.add(row.key())).as(row.key()).isTrue();
      assertThat(seen.add(ConfigCheck.environmentName(row.key()))).as(row.key()).isTrue();
    }
  }

  @Test
  void everyDefaultIsValid() {
    for (Setting<?> row : SettingCatalog.all()) {
      assertThat(row.parse(row.defaultValue())).as(row.key()).isNotNull();
    }
  }

  private static Set<String> rowsOf(JavaClass group) {
    try {
      List<?> rows = (List<?>) group.reflect().getField("ALL").get(null);
      return rows.stream().map(row -> ((Setting<?>) row).key()).collect(Collectors.toSet());
    } catch (ReflectiveOperationException hidden) {
      throw new LinkageError(group.getName() + ".ALL cannot be read", hidden);
    }
  }

  private static String render() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (SettingCatalog group : SettingCatalog.values()) {
      text.append("\n## ").append(group.title()).append("\n\n");
      text.append("| key, environment | default | unit, range | meaning |\n");
      text.append("|---|---|---|---|\n");
      for (Setting<?> row : group.rows()) {
        text.append("| `").append(row.key()).append("`<br>`");
        text.append(ConfigCheck.environmentName(row.key())).append("` | ");
        text.append(row.defaultValue().isEmpty() ? "" : "`" + row.defaultValue() + "`");
        text.append(" | ").append(cell(row.unit()));
        text.append(" | ").append(cell(row.description())).append(" |\n");
      }
    }
    return text.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
