package dev.parley.identity;

import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** When a verified token ends, by the clock of this node. */
final class TokenClock {
  private final TimeSource time;
  private final Duration skew;

  TokenClock(TimeSource time, IdentitySettings settings) {
    this.time = time;
    this.skew = settings.clockSkew();
  }

  /** By the verifier's rule: the skew is granted. */
  boolean hasExpired(VerifiedToken token) {
    return !time.now().isBefore(token.expiresAt().plus(skew));
  }

  /**
   * When a socket that is admitted now has to end.
   *
   * <p>That is {@code exp}; only a token that was let in by the skew lives to the skew's end.
   */
  Instant deadline(VerifiedToken token) {
    return time.now().isBefore(token.expiresAt())
        ? token.expiresAt()
        : token.expiresAt().plus(skew);
  }

  Duration until(Instant moment) {
    return Duration.between(time.now(), moment);
  }
}
