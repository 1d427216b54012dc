package dev.parley.identity;

import java.time.Instant;

/** The answer to {@code auth:refresh}. */
public record AuthRefreshed(Instant expiresAt) {}
