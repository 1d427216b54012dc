package dev.parley.chat.globalroom.boundary;

import java.util.List;

/**
 * The answer to {@code chat:history}.
 *
 * @param messages oldest first; fewer than asked for when they are large
 * @param nextBefore the {@code before} of the next page; null when nothing older is kept
 */
public record History(List<ChatMessage> messages, Long nextBefore) {
  public History {
    messages = List.copyOf(messages);
  }
}
