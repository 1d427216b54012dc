package dev.parley.identity;

import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.identity.api.Principal;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Scheduler.Timeout;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends one socket when its token ends or is revoked, and says so; safe on any thread, never blocks.
 *
 * <p>It looks at the wall clock each time it wakes, and wakes at least once an hour: no expiry is
 * too far away for a timer, and a clock that was set is noticed.
 */
final class TokenExpiry {
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private final ClientSocket socket;
  private final Scheduler scheduler;
  private final TokenClock clock;
  private final Duration warning;
  private Timeout timeout;
  private Instant deadline;
  private boolean warned;
  private boolean ended;

  TokenExpiry(ClientSocket socket, Scheduler scheduler, TokenClock clock, Duration warning) {
    this.socket = socket;
    this.scheduler = scheduler;
    this.clock = clock;
    this.warning = warning;
  }

  String userId() {
    return socket.principal().userId();
  }

  /** Ends the socket at once when its token is among the revoked ones. */
  void endIfRevoked(RevokedTokens revoked) {
    synchronized (this) {
      boolean good = socket.principal().token().filter(revoked::covers).isEmpty();
      if (ended || good) {
        return;
      }
      cancel();
    }
    end(ErrorCode.TOKEN_REVOKED, CloseCode.TOKEN_REVOKED);
  }

  /** Begins to watch; warns at once when the end is near already. */
  void start(VerifiedToken token) {
    Runnable tell;
    synchronized (this) {
      deadline = clock.deadline(token);
      tell = advance();
    }
    tell.run();
  }

  /** Goes on with a newer token of the same user; false when the socket has ended. */
  boolean renew(VerifiedToken token) {
    Runnable tell;
    synchronized (this) {
      if (ended) {
        return false;
      }
      Principal held = socket.principal();
      socket.renew(
          new Principal(held.userId(), held.deviceId(), held.platform(), Optional.of(token)));
      deadline = clock.deadline(token);
      warned = false;
      tell = advance();
    }
    tell.run();
    return true;
  }

  /** Stops to watch; idempotent. */
  synchronized void cancel() {
    ended = true;
    if (timeout != null) {
      timeout.cancel();
    }
  }

  private void wake() {
    Runnable tell;
    synchronized (this) {
      tell = ended ? () -> {} : advance();
    }
    tell.run();
  }

  /** Sets the next timer and returns what to tell the client, to be done outside the lock. */
  private Runnable advance() {
    if (timeout != null) {
      timeout.cancel();
    }
    Duration left = clock.until(deadline);
    if (left.isZero() || left.isNegative()) {
      ended = true;
      return this::expire;
    }
    Runnable tell = () -> {};
    Duration untilWarning = left.minus(warning);
    boolean due = untilWarning.isZero() || untilWarning.isNegative();
    if (due && !warned && !warning.isZero()) {
      warned = true;
      AuthExpiring payload = new AuthExpiring(deadline, roundedUp(left));
      tell = () -> socket.emit(IdentityOutbound.AUTH_EXPIRING, payload);
    }
    timeout = scheduler.schedule(shorter(due ? left : untilWarning), this::wake);
    return tell;
  }

  private void expire() {
    end(ErrorCode.TOKEN_EXPIRED, CloseCode.TOKEN_EXPIRED);
  }

  private void end(ErrorCode code, CloseCode close) {
    socket.emit(
        IdentityOutbound.ERROR,
        new Arguments(
            JSON.createArrayBuilder()
                .add(
                    JSON.createObjectBuilder()
                        .add("code", code.wireName())
                        .add("message", code.message())
                        .add("retryable", code.retryable())
                        .add("ref", RandomId.next()))
                .build(),
            List.of()));
    socket.disconnect(close);
  }

  private static Duration shorter(Duration sleep) {
    return sleep.compareTo(LONGEST_SLEEP) < 0 ? sleep : LONGEST_SLEEP;
  }

  private static long roundedUp(Duration left) {
    return left.plusNanos(999_999_999).toSeconds();
  }
}
