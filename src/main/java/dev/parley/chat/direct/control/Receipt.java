package dev.parley.chat.direct.control;

import java.time.Instant;

/**
 * What the sender is told.
 *
 * @param delivered how many sockets of the receiver it was handed to
 */
public record Receipt(String id, String tempId, int delivered, Instant timestamp) {}
