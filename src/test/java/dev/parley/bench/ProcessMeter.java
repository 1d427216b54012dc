package dev.parley.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads what a JVM uses, from {@code /proc} and by {@code jcmd}; Linux only. */
final class ProcessMeter {
  // The kernel counts in hundredths of a second for user space, whatever its own tick is.
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int UTIME = 11;

  private final long pid;
  private final Path jcmd;

  ProcessMeter(long pid, Path javaHome) {
    this.pid = pid;
    this.jcmd = javaHome.resolve("bin/jcmd");
  }

  /** User and system time of all its threads so far. */
  Duration cpu() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
    return Duration.ofNanos(ticks * NANOS_PER_TICK);
  }

  /** Resident bytes, after full collections. */
  long residentBytes() throws IOException, InterruptedException {
    collect();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }

  /** Bytes of live objects. */
  long liveBytes() throws IOException, InterruptedException {
    collect();
    return command("GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .map(line -> line.strip().split("\\s+", -1)[2])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException("no histogram of " + pid));
  }

  private void collect() throws IOException, InterruptedException {
    command("GC.run");
    command("GC.run");
  }

  private String command(String name) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), name)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + name + " failed: " + text);
    }
    return text;
  }
}
