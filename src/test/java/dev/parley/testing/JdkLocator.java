package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Finds the JDKs of this machine by their feature version.
 *
 * <p>Looks at the running JVM, at {@code JAVA_HOME} and {@code JAVA_HOME_*} variables, and at the
 * folders where packages, SDKMAN and IDEs put JDKs. A runtime without a compiler does not count.
 */
public final class JdkLocator {
  private static final String RELEASE_FILE = "release";

  private final List<Path> candidates;

  JdkLocator(List<Path> homes, List<Path> collections) {
    List<Path> all = new ArrayList<>(homes);
    collections.forEach(folder -> all.addAll(children(folder)));
    this.candidates = List.copyOf(all);
  }

  /** A locator for this machine. */
  public static JdkLocator ofThisMachine() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("JAVA_HOME")) {
        homes.add(Path.of(variable.getValue()));
      }
    }
    Path user = Path.of(System.getProperty("user.home"));
    return new JdkLocator(
        homes,
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt"),
            Path.of("/opt/java"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"),
            Path.of("/Library/Java/JavaVirtualMachines")));
  }

  /** The home of a JDK of that feature version, for example 17. */
  public Optional<Path> find(int feature) {
    return candidates.stream()
        .map(JdkLocator::insideBundle)
        .filter(home -> featureOf(home).filter(found -> found == feature).isPresent())
        .findFirst();
  }

  /** What {@link #find} gives, or a failure that says what to install. */
  public Path require(int feature) {
    return find(feature)
        .orElseThrow(() -> new IllegalStateException("No JDK " + feature + " found: install one"));
  }

  private static Optional<Integer> featureOf(Path home) {
    Path release = home.resolve(RELEASE_FILE);
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/javac"))) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + release, failure);
    }
    String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
    return version.isEmpty()
        ? Optional.empty()
        : Optional.of(Runtime.Version.parse(version).feature());
  }

  private static Path insideBundle(Path folder) {
    Path home = folder.resolve("Contents/Home");
    return Files.isDirectory(home) ? home : folder;
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot list " + folder, failure);
    }
  }
}
