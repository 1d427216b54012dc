package dev.parley.gateway.chain;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;

/** Writes one line for each event, whatever became of it. */
@Decorator
@Priority(ChainPriority.LOGGING)
class LoggingDispatcher implements Dispatcher {
  private final Dispatcher delegate;
  private final EventLog log;

  @Inject
  LoggingDispatcher(@Delegate Dispatcher delegate, EventLog log) {
    this.delegate = delegate;
    this.log = log;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    Outcome outcome = delegate.dispatch(context);
    log.write(context, outcome);
    return outcome;
  }
}
