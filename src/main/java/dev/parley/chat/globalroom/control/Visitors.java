package dev.parley.chat.globalroom.control;

/** Remembers who has been in the room, and so shares a conversation with the others. */
public interface Visitors {
  /** Notes that a user came in; repeated calls are cheap. Never blocks. */
  void visited(String userId);
}
