package dev.parley.gateway.chain;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;

/**
 * Lets through what the namespace knows and the sender may send.
 *
 * <p>A refused event never reaches the throttling further in, so it is counted here: guessing names
 * is not free.
 */
@Decorator
@Priority(ChainPriority.AUTHORIZATION)
class AuthorizationDispatcher implements Dispatcher {
  private static final String ADMIN_GROUP = "admin";

  private final Dispatcher delegate;
  private final SocketAllowance allowance;

  @Inject
  AuthorizationDispatcher(@Delegate Dispatcher delegate, SocketAllowance allowance) {
    this.delegate = delegate;
    this.allowance = allowance;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    if (context.event() == null) {
      allowance.charge(context.socket());
      throw new ParleyException(ErrorCode.UNKNOWN_EVENT);
    }
    if (!mayBeSentBy(context, context.socket().principal())) {
      allowance.charge(context.socket());
      throw new ParleyException(ErrorCode.FORBIDDEN);
    }
    return delegate.dispatch(context);
  }

  private static boolean mayBeSentBy(EventContext context, Principal sender) {
    return switch (context.requireEvent().access()) {
      case ANYONE -> true;
      case USER -> sender.isAuthenticated();
      case ADMIN -> sender.groups().contains(ADMIN_GROUP);
    };
  }
}
