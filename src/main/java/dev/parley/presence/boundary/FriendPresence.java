package dev.parley.presence.boundary;

import java.time.Instant;

/** {@code friend:online} and {@code friend:offline}. */
public record FriendPresence(String userId, Instant timestamp) {}
