package dev.parley.identity;

/**
 * {@code authenticated}: who the socket acts for.
 *
 * @param node the name of the node that serves it
 * @param recovered whether an earlier socket goes on in it
 */
public record Authenticated(
    String socketId, String userId, String deviceId, String node, boolean recovered) {}
