package dev.parley.chat.direct.control;

import java.time.Instant;
import java.util.Optional;

/** Hands messages to sockets, on every node, once per sender and tempId. Safe on any thread. */
public interface DirectFeed {
  /** What was accepted of this sender and tempId lately, as far as it is known here. */
  Optional<Accepted> find(String from, String tempId);

  /**
   * To every device of the receiver, and to the sender's devices but the one given; blocks until
   * the message is safe.
   *
   * @return what was accepted first of this sender and tempId, which may be an earlier message
   * @throws dev.parley.kernel.ParleyException when it is not known to be safe; the sender may try
   *     again with the same tempId
   */
  Accepted send(DirectMessage message, String exceptSocketId);

  /**
   * A message that was accepted.
   *
   * @param pending whether this node alone has it so far
   */
  record Accepted(String id, Instant timestamp, boolean pending) {}
}
