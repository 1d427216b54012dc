package dev.parley.identity.api;

import java.util.Optional;

/**
 * What is known of a client before it has said anything in a namespace.
 *
 * @param remoteAddress the client's address, behind trusted proxies the one they report
 * @param token the verified {@code Authorization} header or bearer subprotocol, if there was one
 * @param deviceId {@code X-Device-Id}; 1 to 64 characters of letters, digits, {@code . _ -}
 * @param platform {@code X-Platform}, as {@code deviceId}
 * @param protocol {@code socket.io} or {@code ws}
 */
public record Handshake(
    String remoteAddress,
    Optional<String> userAgent,
    Optional<VerifiedToken> token,
    Optional<String> deviceId,
    Optional<String> platform,
    String protocol) {}
