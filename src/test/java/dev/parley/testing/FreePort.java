package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Ports that nobody listens on. */
public final class FreePort {
  private FreePort() {}

  /** A port that was free a moment ago; the caller takes it soon. */
  public static int pick() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException("No free port", failure);
    }
  }
}
