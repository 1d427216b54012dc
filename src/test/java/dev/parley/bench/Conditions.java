package dev.parley.bench;

import dev.parley.testing.Project;
import dev.parley.testing.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** On what machine, and with which versions, something was measured. */
final class Conditions {
  private static final Path JAVA_HOME =
      Path.of(System.getProperty("parley.it.java.home", System.getProperty("java.home")));
  private static final long GIGA_IN_KILO = 1 << 20;

  private Conditions() {}

  /** Lines about the machine and the versions. */
  static List<String> describe(String jvmOptions) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ("Machine: %s, %d processors, %d GB, Linux %s; everything, the load generator included,"
                + " shares it. It is that of the last run; a section that was measured before may be"
                + " from another one.")
            .formatted(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(firstMatch(Path.of("/proc/meminfo"), "MemTotal:\\s*(\\d+)"))
                    / GIGA_IN_KILO,
                System.getProperty("os.version")));
    lines.add(
        "Parley: "
            + firstMatch(JAVA_HOME.resolve("release"), "IMPLEMENTOR=\"(.*)\"")
            + ' '
            + firstMatch(JAVA_HOME.resolve("release"), "JAVA_VERSION=\"(.*)\"")
            + ", Open Liberty "
            + firstMatch(
                Project.liberty().resolve("lib/versions/openliberty.properties"),
                "com.ibm.websphere.productVersion=(.*)")
            + "; "
            + jvmOptions
            + ", otherwise the options of `src/main/liberty/config/jvm.options`.");
    Path packages = Project.root().resolve("bench/reference/package.json");
    lines.add(
        "Reference: Node.js "
            + output("node", "--version").replace("v", "")
            + dependency(packages, "socket.io")
            + dependency(packages, "@socket.io/redis-adapter")
            + dependency(packages, "ioredis")
            + ", `NODE_ENV=production`.");
    lines.add(
        "Redis "
            + RedisServer.version()
            + ", Nginx "
            + firstMatch(output("nginx", "-v"), "nginx/([\\d.]+)")
            + ".");
    return lines;
  }

  /** The name of the processor. */
  static String processor() {
    return firstMatch(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)");
  }

  /** How busy the machine is without us: processes that ran or waited, in the last minute. */
  static String load() {
    return firstMatch(Path.of("/proc/loadavg"), "(\\S+)");
  }

  /**
   * When and how, in a line.
   *
   * @param load what {@link #load} was before
   */
  static String measured(BenchSettings settings, int rounds, String load) {
    return "Measured %s at %s: %d round%s, %s each, after %s of load; the machine's load before was %s."
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            output("git", "describe", "--always", "--dirty"),
            rounds,
            rounds == 1 ? "" : "s",
            seconds(settings.window()),
            seconds(settings.warmUp()),
            load);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.0f s", time.toMillis() / 1e3);
  }

  private static String dependency(Path packages, String name) {
    return ", " + name + ' ' + firstMatch(packages, '"' + Pattern.quote(name) + "\": \"(.*)\"");
  }

  private static String firstMatch(Path file, String pattern) {
    try {
      return firstMatch(Files.exists(file) ? Files.readString(file) : "", pattern);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + file, failure);
    }
  }

  private static String firstMatch(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1).strip() : "?";
  }

  private static String output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Project.root().toFile())
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().collect(Collectors.joining(" ")).strip();
    } catch (IOException missing) {
      return "?";
    }
  }
}
