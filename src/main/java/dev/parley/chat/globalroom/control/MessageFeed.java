package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.GlobalMessage;

/** Tells the room, on every node, once per sender and tempId. Safe on any thread. */
public interface MessageFeed {
  /**
   * Gives a message its place and tells everyone, in the order of the places; blocks until it is
   * safe.
   *
   * @param message without a place
   * @return the first message of this sender and tempId, which may be an earlier one
   * @throws dev.parley.kernel.ParleyException when it is not known to be safe; the sender may try
   *     again with the same tempId
   */
  Accepted post(GlobalMessage message);

  /**
   * A message of the room.
   *
   * @param pending whether this node alone has it so far, without a place
   */
  record Accepted(GlobalMessage message, boolean pending) {}
}
