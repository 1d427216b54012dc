package dev.parley.chat.direct.boundary;

import dev.parley.gateway.api.BinaryRef;
import java.time.Instant;

/**
 * {@code message:received}.
 *
 * @param tempId the sender's own id of it
 * @param data the binary part, if there is one
 */
public record ReceivedMessage(
    String id,
    String from,
    String to,
    String text,
    String tempId,
    Instant timestamp,
    BinaryRef data) {}
