package dev.parley.identity;

import java.time.Instant;

/** {@code auth:expiring}: when the socket will end unless its token is replaced. */
public record AuthExpiring(Instant expiresAt, long inSeconds) {}
