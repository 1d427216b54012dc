package dev.parley.chat.direct.control;

import java.util.function.Supplier;

/** Remembers what was sent, so that a retry gets the first answer. Safe on any thread. */
public interface SendLog {
  /**
   * Sends once per sender and tempId.
   *
   * <p>Runs the sending and keeps its receipt, unless there is one of this pair: then nothing runs.
   * Of two calls at a time one waits for the other. A sending that throws is not remembered. The
   * memory is bounded; a retry long after may send again.
   */
  Receipt once(String senderId, String tempId, Supplier<Receipt> sending);
}
