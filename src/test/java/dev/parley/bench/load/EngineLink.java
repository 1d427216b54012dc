package dev.parley.bench.load;

import java.nio.ByteBuffer;

/** An Engine.IO session (protocol 4) as the client sees it, whatever carries it. */
interface EngineLink {
  /** Who hears of a session, on its loop. */
  interface Listener {
    /**
     * A packet: its type as a digit, then its text.
     *
     * @param packet not to be kept
     */
    void packet(ByteBuffer packet);

    /** It has the transport now that it was to have; after the open packet. */
    void settled();

    /** It ended, other than by {@link #leave} and {@link #abort}; told once. */
    void ended(String why);
  }

  /** Begins. */
  void dial();

  /** Sends a packet. */
  void send(Message message);

  /** Closes as a client does that goes. */
  void leave();

  /** Breaks off, as a client whose network is gone. */
  void abort();

  /** Reads no more. */
  void stall();
}
