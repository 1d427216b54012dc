package dev.parley.gateway.chain;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;

/** Gives the handler a record of its row's type that keeps every constraint, or nothing at all. */
@Decorator
@Priority(ChainPriority.VALIDATION)
class ValidationDispatcher implements Dispatcher {
  private final Dispatcher delegate;
  private final PayloadBinder binder;

  @Inject
  ValidationDispatcher(@Delegate Dispatcher delegate, PayloadBinder binder) {
    this.delegate = delegate;
    this.binder = binder;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    Record payload = binder.bind(context.requireEvent().payload(), context.arguments());
    return delegate.dispatch(context.withPayload(payload));
  }
}
