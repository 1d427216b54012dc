package dev.parley.platform.lifecycle;

import java.util.List;

/** The client connections of this node, whatever their protocol; safe on any thread. */
interface Connections {
  int open();

  /** For each that is open now, what closes it, resumably, once all that waits was written. */
  List<Runnable> closers();

  /** Closes what is left at once, and from now on each that is still opened. */
  void closeRest();
}
