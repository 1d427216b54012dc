package dev.parley.faults;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.Programs;
import dev.parley.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Moves the wall clock of one node while it runs, by libfaketime; its monotonic clock stays.
 *
 * <p>The library reads the shift from a file, once a second.
 */
final class ShiftedClock {
  /** The node that runs with it. */
  static final int NODE = 2;

  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1");

  private ShiftedClock() {}

  /** Has a node's process see the clock through the library. */
  static void prepare(LibertyServer.Builder node) {
    Programs.require("faketime", "faketime");
    String library =
        LIBRARIES.stream()
            .filter(path -> Files.exists(Path.of(path)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no libfaketime in " + LIBRARIES));
    shift(Duration.ZERO);
    node.environment("LD_PRELOAD", library)
        .environment("FAKETIME_TIMESTAMP_FILE", file().toString())
        .environment("FAKETIME_CACHE_DURATION", "1")
        .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Otherwise each timed wait of the JVM returns at once, and the node turns in circles.
        .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** From now on the node's clock is ahead by this, or behind. */
  static void shift(Duration ahead) {
    try {
      Path file = file();
      Files.createDirectories(file.getParent());
      Path next = Files.createTempFile(file.getParent(), "shift", "");
      Files.writeString(next, String.format(Locale.ROOT, "%+d", ahead.toSeconds()));
      // In one step: the node may read it at any time.
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot shift the clock", failure);
    }
  }

  private static Path file() {
    return Project.target().resolve("faults/clock-shift");
  }
}
