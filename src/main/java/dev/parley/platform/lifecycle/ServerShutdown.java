package dev.parley.platform.lifecycle;

/**
 * {@code server:shutdown}: the connection is about to be closed.
 *
 * @param reconnect whether the client should come back by itself; other nodes serve on
 * @param delayMs how long after the close it should wait, different for each client
 */
public record ServerShutdown(boolean reconnect, long delayMs) {}
