package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Ports that nobody listens on. */
public final class FreePort {
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /** A port that was free a moment ago; the caller takes it soon. */
  public static int pick() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException("No free port", failure);
    }
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
