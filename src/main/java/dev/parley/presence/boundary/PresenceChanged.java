package dev.parley.presence.boundary;

/**
 * The answer to {@code presence:set}.
 *
 * @param presence the user's status over all sockets: {@code online} or {@code away}
 */
public record PresenceChanged(String presence) {}
