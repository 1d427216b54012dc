package dev.parley.chat.globalroom.boundary;

import dev.parley.chat.globalroom.entity.GlobalMessage;
import dev.parley.gateway.api.BinaryRef;
import java.time.Instant;

/**
 * A message as clients see it.
 *
 * @param seq its place in the room: 1, 2, 3 and so on; 0 while it has none, because the cluster's
 *     store is away
 * @param name the sender's name at that time, if the token had one
 * @param tempId the sender's own id of it
 * @param data the binary part, if there is one; not in the sender's ack
 */
public record ChatMessage(
    String id,
    long seq,
    String userId,
    String name,
    String content,
    String tempId,
    Instant createdAt,
    BinaryRef data) {

  static ChatMessage withoutData(GlobalMessage message) {
    return new ChatMessage(
        message.id(),
        message.seq(),
        message.sender().userId(),
        message.sender().name(),
        message.content(),
        message.tempId(),
        message.createdAt(),
        null);
  }
}
