package dev.parley.testing.client;

import java.io.IOException;

/** How a {@link RawEngine} reaches the server: one transport with its reading thread. */
interface EngineLink extends AutoCloseable {
  /** Starts the reading thread. */
  void start();

  void send(String packet) throws IOException;

  void sendBinary(byte[] bytes) throws IOException;

  /** The session has moved to another transport: reading ends, and no end is reported. */
  void retire();

  @Override
  void close();

  /** Runs a reading loop on a daemon thread of the name given. */
  static void onThread(String name, Runnable loop) {
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    thread.start();
  }
}
