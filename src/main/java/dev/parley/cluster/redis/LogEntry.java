package dev.parley.cluster.redis;

import dev.parley.cluster.api.Position;

/**
 * A message in a log.
 *
 * @param position {@link Position#NONE} of one that this node delivers before any log has it
 * @param publisher the incarnation of the node that published it
 * @param sequence its number among the publisher's messages of this log, from 1
 * @param message as {@link MessageCodec} wrote it, with the number that the log gave it
 */
record LogEntry(Position position, String publisher, long sequence, byte[] message) {}
