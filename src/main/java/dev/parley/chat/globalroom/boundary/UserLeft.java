package dev.parley.chat.globalroom.boundary;

import java.time.Instant;

/** {@code user:left}: a user's last socket is gone. */
public record UserLeft(String userId, String name, Instant timestamp) {}
