package dev.parley.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads what a process uses, from {@code /proc}; Linux only. */
public final class ProcessMeter {
  // The kernel counts in hundredths of a second for user space, whatever its own tick is.
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int UTIME = 11;
  private static final long KILO = 1_024;

  private final long pid;

  public ProcessMeter(long pid) {
    this.pid = pid;
  }

  /** User and system time of all its threads so far, in steps of 10 ms. */
  public Duration cpu() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
    return Duration.ofNanos(ticks * NANOS_PER_TICK);
  }

  /** Bytes of memory that are resident. */
  public long residentBytes() {
    return status("VmRSS") * KILO;
  }

  /** How many threads it has. */
  public long threads() {
    return status("Threads");
  }

  private long status(String name) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(name + ':'))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " of process " + pid));
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException gone) {
      throw new UncheckedIOException("process " + pid + " is gone", gone);
    }
  }
}
