package dev.parley.platform.lifecycle;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The end of this process; a port, so that a test outlives it. */
interface ProcessEnd {
  /**
   * Ends the process when it has not ended by then.
   *
   * @param clean asked at that moment, whether the exit code may be 0
   */
  void atTheLatest(Duration limit, BooleanSupplier clean);

  /** Ends the process with code 0, its server stopped in order; returns at once. */
  void exit();
}
