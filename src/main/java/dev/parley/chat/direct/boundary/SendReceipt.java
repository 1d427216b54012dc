package dev.parley.chat.direct.boundary;

import java.time.Instant;

/**
 * The answer to {@code message:send}.
 *
 * @param delivered how many sockets the receiver has that it was handed to; of a retry, how many
 *     there are now
 * @param pending true while this node alone has it, because the cluster's store is away; else null
 */
public record SendReceipt(
    String id, String tempId, int delivered, Instant timestamp, Boolean pending) {}
