package dev.parley.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what the kernel itself holds: its objects, and the buffers of TCP. */
public final class KernelMeter {
  private static final long PAGE = 4_096;
  private static final long KILO = 1_024;

  private KernelMeter() {}

  /** Bytes of kernel objects and of TCP buffers, of the whole machine. */
  public static long bytes() {
    return slabBytes() + tcpBytes();
  }

  private static long slabBytes() {
    return lines("/proc/meminfo").stream()
        .filter(line -> line.startsWith("Slab:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
        .sum();
  }

  private static long tcpBytes() {
    return lines("/proc/net/sockstat").stream()
        .filter(line -> line.startsWith("TCP:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)) * PAGE)
        .sum();
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
