package dev.parley.bench;

import java.nio.ByteBuffer;

/** What the load client says to one kind of server. */
interface Dialogue {
  /** The request target of the handshake. */
  String target();

  /**
   * Looks at a message, on the load client's thread.
   *
   * @param payload its bytes; not to be kept
   */
  Answer heard(int connection, ByteBuffer payload);

  /** The first message of a connection, or null for none. */
  String greeting(int connection);

  /** What a message means. */
  enum Kind {
    /** Nothing that counts. */
    NOISE,
    /** The connection is ready. */
    READY,
    /** A broadcast that was to be delivered. */
    DELIVERY
  }

  /**
   * What to make of a message.
   *
   * @param reply what to send back, or null
   */
  record Answer(Kind kind, String reply) {
    static final Answer NOISE = new Answer(Kind.NOISE, null);
    static final Answer READY = new Answer(Kind.READY, null);
    static final Answer DELIVERY = new Answer(Kind.DELIVERY, null);
  }
}
