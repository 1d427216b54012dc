package dev.parley.bench;

import java.nio.ByteBuffer;

/** Talks to the bare endpoint: ready with the handshake, and every message is a delivery. */
final class BareDialogue implements Dialogue {
  @Override
  public String target() {
    return "/bare";
  }

  @Override
  public String greeting(int connection) {
    return null;
  }

  @Override
  public Answer heard(int connection, ByteBuffer payload) {
    return Answer.DELIVERY;
  }
}
