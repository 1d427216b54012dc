package dev.parley.chat.direct.control;

import java.time.Instant;
import java.util.List;

/**
 * A message that was accepted; it never changes.
 *
 * @param attachments the binary part, if there is one; never written to
 */
public record DirectMessage(
    String id,
    String from,
    String to,
    String text,
    String tempId,
    Instant timestamp,
    List<byte[]> attachments) {
  public DirectMessage {
    attachments = List.copyOf(attachments);
  }
}
