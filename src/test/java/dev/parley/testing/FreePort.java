package dev.parley.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on.
 *
 * <p>Below the range that systems give to outgoing connections: between the pick and a server's
 * start pass seconds, in which a client's connection would take such a port. JVMs that run tests
 * side by side pick from ranges of their own.
 */
public final class FreePort {
  private static final int ATTEMPTS = 100;
  private static final int FIRST = 12_000;
  private static final int LAST = 31_000;
  private static final int RANGE = (LAST - FIRST) / TestFork.count();

  private FreePort() {}

  /** A port that was free a moment ago; the caller takes it soon. */
  public static int pick() {
    int first = FIRST + (TestFork.number() - 1) * RANGE;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(first, first + RANGE);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port");
  }

  /** The first of two neighbours that were free a moment ago; the caller takes them soon. */
  public static int pickTwo() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = pick();
      if (isFree(port + 1)) {
        return port;
      }
    }
    throw new IllegalStateException("No two free ports side by side");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
