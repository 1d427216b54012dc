package dev.parley.devserver;

import dev.parley.testing.LibertyServer;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Keeps this process busy for as long as its nodes run. */
final class Foreground {
  private final PrintStream out;
  private volatile boolean ending;

  Foreground(PrintStream out) {
    this.out = out;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "note-the-end"));
  }

  /** Prints one line of a node. */
  void print(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * Announces the nodes when all are ready, and waits.
   *
   * @param announcement comes before the address of the first node
   * @throws IllegalStateException when a node ends by itself
   */
  void serve(String announcement, List<LibertyServer> nodes) throws InterruptedException {
    try {
      nodes.forEach(LibertyServer::awaitReady);
      nodes.stream()
          .skip(1)
          .forEach(node -> print("Also ready: " + node.name() + " at " + node.uri()));
      print(announcement + nodes.get(0).uri());
      int code = nodes.get(0).awaitExit();
      awaitTheEndIfNear();
      throw new IllegalStateException(nodes.get(0).name() + " ended by itself, code " + code);
    } catch (IllegalStateException nodeEnded) {
      awaitTheEndIfNear();
      throw nodeEnded;
    }
  }

  /**
   * Never returns while this JVM is ending.
   *
   * <p>A return would let the caller close class loaders that the shutdown hooks still need.
   */
  private void awaitTheEndIfNear() throws InterruptedException {
    if (ending) {
      new CountDownLatch(1).await();
    }
  }
}
