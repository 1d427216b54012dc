package dev.parley.chat.direct.boundary;

import java.time.Instant;

/**
 * The answer to {@code message:send}.
 *
 * @param delivered how many sockets of the receiver it was handed to
 */
public record SendReceipt(String id, String tempId, int delivered, Instant timestamp) {}
