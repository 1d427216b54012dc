package dev.parley.gateway.chain;

import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.EventLimit;
import dev.parley.gateway.api.Outcome;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.Settings;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Holds senders to the limit of their socket, and to the limit of the row for their user. */
@Decorator
@Priority(ChainPriority.THROTTLING)
class ThrottlingDispatcher implements Dispatcher {
  private final Dispatcher delegate;
  private final SocketAllowance allowance;
  private final RateLimiter limiter;
  private final Map<EventLimit, Limit> limits = new EnumMap<>(EventLimit.class);

  @Inject
  ThrottlingDispatcher(
      @Delegate Dispatcher delegate,
      SocketAllowance allowance,
      RateLimiter limiter,
      Settings settings) {
    this.delegate = delegate;
    this.allowance = allowance;
    this.limiter = limiter;
    for (EventLimit limit : EventLimit.values()) {
      limits.put(limit, limit.configured(settings));
    }
  }

  @Override
  public Outcome dispatch(EventContext context) {
    allowance.charge(context.socket());
    Optional<EventLimit> perUser = context.requireEvent().limit();
    if (perUser.isPresent()) {
      charge(limits.get(perUser.get()), context.socket().principal().userId());
    }
    return delegate.dispatch(context);
  }

  private void charge(Limit limit, String userId) {
    Optional<Duration> wait = limiter.tryAcquire(limit, userId);
    if (wait.isPresent()) {
      throw ParleyException.retryAfter(ErrorCode.RATE_LIMITED, wait.get());
    }
  }
}
