package dev.parley.gateway.chain;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventLimit;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What a socket may send at all, known events or not; each event is charged once.
 *
 * <p>Counted by connection and namespace: who leaves a namespace and comes back gets a new socket,
 * and no new allowance.
 */
final class SocketAllowance {
  private final RateLimiter limiter;
  private final Limit events;
  private final Limit refusals;

  SocketAllowance(RateLimiter limiter, Settings settings) {
    this.limiter = limiter;
    this.events = EventLimit.EVENTS_PER_SOCKET.configured(settings);
    this.refusals = EventLimit.REFUSALS_PER_SOCKET.configured(settings);
  }

  /**
   * Counts one event; one that goes on after too many refusals loses its socket.
   *
   * @throws ParleyException RATE_LIMITED, with the time to wait
   */
  void charge(ClientSocket socket) {
    String subject = socket.connectionId() + ' ' + socket.namespace();
    Optional<Duration> wait = limiter.tryAcquire(events, subject);
    if (wait.isEmpty()) {
      return;
    }
    if (limiter.tryAcquire(refusals, subject).isPresent()) {
      socket.disconnect(CloseCode.RATE_LIMITED);
    }
    throw ParleyException.retryAfter(ErrorCode.RATE_LIMITED, wait.get());
  }
}
