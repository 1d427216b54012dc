package dev.parley.chat.globalroom.control;

import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.chat.globalroom.entity.Participant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where the room's messages are kept.
 *
 * <p>Safe on any thread; may block, so never called on an I/O thread.
 */
public interface GlobalMessages {
  /**
   * Appends a message, once per sender and tempId.
   *
   * <p>A second call with the same pair changes nothing and returns the first message, whatever
   * else the draft holds. An implementation may forget pairs together with old messages.
   *
   * @throws dev.parley.kernel.ParleyException UNAVAILABLE when nothing can be stored; the client
   *     may then retry with the same tempId
   */
  Appended append(Draft draft);

  /**
   * The newest messages below a place, oldest first.
   *
   * <p>A page ends early when more would weigh over {@code maxBytes}; it holds at least one message
   * when there is one.
   *
   * @param beforeSeq exclusive; {@link Long#MAX_VALUE} for the newest of all
   */
  Page before(long beforeSeq, int limit, int maxBytes);

  /** A message that has no place yet. */
  record Draft(Participant sender, String content, String tempId, List<byte[]> attachments) {
    public Draft {
      attachments = List.copyOf(attachments);
    }
  }

  /**
   * What became of a draft.
   *
   * @param first false when it had been appended before
   */
  record Appended(GlobalMessage message, boolean first) {}

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
