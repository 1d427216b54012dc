package dev.parley.chat.direct.control;

import java.time.Instant;

/**
 * What the sender is told.
 *
 * @param delivered how many sockets the receiver has for it
 * @param pending whether this node alone has it so far
 */
public record Receipt(
    String id, String tempId, int delivered, Instant timestamp, boolean pending) {}
