package dev.parley.chat.globalroom.entity;

import java.time.Instant;
import java.util.List;

/**
 * A message as it was accepted; it never changes.
 *
 * @param seq its place in the room, from 1, without holes; {@link #NO_PLACE} while the log does not
 *     have it
 * @param tempId the sender's own id of it, unique per sender
 * @param attachments the binary part, if there is one; never written to
 */
public record GlobalMessage(
    String id,
    long seq,
    Participant sender,
    String content,
    String tempId,
    Instant createdAt,
    List<byte[]> attachments) {
  public static final long NO_PLACE = 0;

  // What the other fields take as JSON, generously.
  private static final int ENVELOPE_BYTES = 1_024;
  // A UTF-16 unit takes at most three bytes of UTF-8, and at most two as a JSON escape.
  private static final int BYTES_PER_CHAR = 3;

  public GlobalMessage {
    attachments = List.copyOf(attachments);
  }

  /** The same message at its place. */
  public GlobalMessage at(long place) {
    return new GlobalMessage(id, place, sender, content, tempId, createdAt, attachments);
  }

  /** An upper bound of what it takes on the wire and, roughly, in memory. */
  public int sizeBytes() {
    return ENVELOPE_BYTES
        + content.length() * BYTES_PER_CHAR
        + attachments.stream().mapToInt(bytes -> bytes.length).sum();
  }
}
