package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.GlobalMessage;
import java.util.List;
import java.util.OptionalLong;

/**
 * The room's messages, as the log brought them; the same on every node.
 *
 * <p>Safe on any thread.
 */
public interface GlobalMessages {
  /**
   * Takes a message as the log brings it; never blocks.
   *
   * <p>One that is known changes nothing, but one that had no place may come again with it.
   */
  void add(GlobalMessage message);

  /**
   * The newest messages below a place, oldest first; may block.
   *
   * <p>A page ends early when more would weigh over {@code maxBytes}; it holds at least one message
   * when there is one. Those without a place are the newest of all.
   *
   * @param beforeSeq exclusive; {@link Long#MAX_VALUE} for the newest of all
   */
  Page before(long beforeSeq, int limit, int maxBytes);

  /**
   * A part of the history.
   *
   * @param nextBefore what to ask for next; empty when nothing older is kept
   */
  record Page(List<GlobalMessage> messages, OptionalLong nextBefore) {
    public Page {
      messages = List.copyOf(messages);
    }
  }
}
