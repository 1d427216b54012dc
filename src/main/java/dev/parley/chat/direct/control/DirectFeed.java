package dev.parley.chat.direct.control;

/** Hands a message to sockets, on every node; never waits for a receiver. */
public interface DirectFeed {
  /** To every device of the receiver, and to the sender's devices but the one given. */
  void received(DirectMessage message, String exceptSocketId);
}
