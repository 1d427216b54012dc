package dev.parley.platform.lifecycle;

import java.util.List;

/** What clients are told of a drain; safe on any thread, never blocks. */
interface Clients {
  /** Tells all of them, and who comes later, that the node is about to stop. */
  void tellMaintenance();

  /**
   * For each client, what tells it when to come back.
   *
   * <p>From this call on, a socket that comes later is told at once.
   */
  List<Runnable> farewells();
}
