package dev.parley.gateway.api;

import dev.parley.kernel.ErrorCode;

/**
 * The one shape of an error: in acks, {@code error} events, CONNECT_ERROR data and REST bodies.
 *
 * @param retryAfterMs null when waiting does not help
 * @param ref a random reference that stands in the server's log line too
 * @param event the event it answers, or null
 * @param tempId the client's own id of what it sent, or null
 */
public record ErrorReply(
    ErrorCode code, String message, Long retryAfterMs, String ref, String event, String tempId) {}
