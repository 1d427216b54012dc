package dev.parley.chat.globalroom.boundary;

import java.time.Instant;

/** {@code user:joined}: a user's first socket is in the room. */
public record UserJoined(String userId, String name, Instant timestamp) {}
