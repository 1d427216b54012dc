package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarAssemblyTest {
  @TempDir Path folder;
  private Path product;
  private Path tests;
  private Path war;

  @BeforeEach
  void makeTrees() throws IOException {
    product = folder.resolve("product");
    tests = folder.resolve("tests");
    war = folder.resolve("out/parley.war");
    touch(product.resolve("index.html"));
    touch(product.resolve("WEB-INF/classes/dev/parley/chat/Chat.class"));
    touch(product.resolve("WEB-INF/classes/dev/parley/chat/message/Message.class"));
    touch(product.resolve("WEB-INF/classes/dev/parley/chatter/Other.class"));
    touch(tests.resolve("dev/parley/devapp/inner/Page.class"));
    touch(tests.resolve("dev/parley/testing/Harness.class"));
  }

  @Test
  void theProductAloneIsCopiedAsItIs() {
    recipe().assemble(war);

    assertThat(war.resolve("index.html")).exists();
    assertThat(classes("dev/parley/chat/Chat.class")).exists();
    assertThat(classes("dev/parley/devapp")).doesNotExist();
  }

  @Test
  void anAddedTestPackageComesWithWhatIsBelowItAndNothingElse() {
    recipe().with("dev/parley/devapp").assemble(war);

    assertThat(classes("dev/parley/devapp/inner/Page.class")).exists();
    assertThat(classes("dev/parley/testing")).doesNotExist();
  }

  @Test
  void aDroppedPackageIsGoneWithWhatIsBelowItAndNothingElse() {
    recipe().without("dev/parley/chat").without("dev/parley/not-there").assemble(war);

    assertThat(classes("dev/parley/chat")).doesNotExist();
    assertThat(classes("dev/parley/chatter/Other.class")).exists();
    assertThat(product.resolve("WEB-INF/classes/dev/parley/chat/Chat.class")).exists();
  }

  @Test
  void aSingleTestClassComesWithItsNestedClasses() {
    WarAssembly.of(product, Project.testClasses()).with(Probe.class).assemble(war);

    String name = Probe.class.getName().replace('.', '/');
    assertThat(classes(name + ".class")).exists();
    assertThat(classes(name + "$Inner.class")).exists();
    assertThat(classes("dev/parley/testing/WarAssemblyTest.class")).doesNotExist();
  }

  @Test
  void whatWasThereBeforeIsReplaced() throws IOException {
    touch(war.resolve("old.html"));

    recipe().assemble(war);

    assertThat(war.resolve("old.html")).doesNotExist();
  }

  @Test
  void aTestPackageThatWasNeverCompiledIsAFailure() {
    WarAssembly recipe = recipe().with("dev/parley/nowhere");

    assertThatThrownBy(() -> recipe.assemble(war)).hasMessageContaining("dev/parley/nowhere");
  }

  @Test
  void aProductThatWasNeverBuiltIsAFailure() {
    WarAssembly recipe = WarAssembly.of(folder.resolve("missing"), tests);

    assertThatThrownBy(() -> recipe.assemble(war)).hasMessageContaining("run the build");
  }

  private WarAssembly recipe() {
    return WarAssembly.of(product, tests);
  }

  private Path classes(String name) {
    return war.resolve("WEB-INF/classes").resolve(name);
  }

  private static void touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  /** Something to add. */
  static final class Probe {
    /** Something that must come along. */
    static final class Inner {}
  }
}
