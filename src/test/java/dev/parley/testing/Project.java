package dev.parley.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie in the project that is being built. */
public final class Project {
  private Project() {}

  /** The folder of {@code pom.xml}. */
  public static Path root() {
    String maven = System.getProperty("basedir");
    Path folder = Path.of(maven == null ? "" : maven).toAbsolutePath().normalize();
    if (!Files.exists(folder.resolve("pom.xml"))) {
      throw new IllegalStateException("Not the project's folder: " + folder);
    }
    return folder;
  }

  public static Path target() {
    return root().resolve("target");
  }

  /** What belongs to the servers that this JVM starts; those that run beside it have others. */
  public static Path servers() {
    return target().resolve(TestFork.count() == 1 ? "servers" : "servers-" + TestFork.number());
  }

  /** The product WAR, unpacked; {@code package} makes it. */
  public static Path explodedWar() {
    return target().resolve("parley");
  }

  public static Path testClasses() {
    return target().resolve("test-classes");
  }

  /** The Open Liberty installation; {@code pre-integration-test} makes it. */
  public static Path liberty() {
    return target().resolve("liberty/wlp");
  }

  /** The server configuration that production uses too. */
  public static Path serverConfig() {
    return root().resolve("src/main/liberty/config");
  }

  /** The key pair that test and dev servers trust. */
  public static Path devKeys() {
    return target().resolve("dev-keys");
  }
}
