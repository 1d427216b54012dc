package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkLocatorTest {
  @TempDir Path folder;

  @Test
  void theJvmOfThisTestIsFound() {
    int running = Runtime.version().feature();

    assertThat(JdkLocator.ofThisMachine().find(running)).isPresent();
  }

  @Test
  void aJdkIsFoundByTheFeatureNumberOfItsReleaseFile() throws IOException {
    jdk("some-jdk", "17.0.15");
    Path newer = jdk("other-jdk", "25");

    assertThat(inFolder().find(25)).contains(newer);
  }

  @Test
  void aMacBundleCountsByItsInnerHome() throws IOException {
    Path home = jdk("temurin.jdk/Contents/Home", "25.0.1");

    assertThat(inFolder().find(25)).contains(home);
  }

  @Test
  void aRuntimeWithoutCompilerDoesNotCount() throws IOException {
    Path home = jdk("jre", "21.0.2");
    Files.delete(home.resolve("bin/javac"));

    assertThat(inFolder().find(21)).isEmpty();
  }

  @Test
  void anExplicitHomeWinsOverTheFolders() throws IOException {
    jdk("a", "17.0.1");
    Path chosen = jdk("z", "17.0.2");

    assertThat(new JdkLocator(List.of(chosen), List.of(folder)).find(17)).contains(chosen);
  }

  @Test
  void aMissingJdkIsNamed() {
    assertThatThrownBy(() -> inFolder().require(25)).hasMessageContaining("JDK 25");
  }

  private JdkLocator inFolder() {
    return new JdkLocator(List.of(), List.of(folder, folder.resolve("not-there")));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path compiler = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.createFile(compiler);
    assertThat(compiler.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
