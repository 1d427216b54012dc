package dev.parley.gateway.probe;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The spy at its place in the chain. */
@Decorator
@Priority(150)
class SpyAfterLogging implements Dispatcher {
  private final Dispatcher delegate;
  private final MetricRegistry registry;

  @Inject
  SpyAfterLogging(@Delegate Dispatcher delegate, MetricRegistry registry) {
    this.delegate = delegate;
    this.registry = registry;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    return Spies.pass("150", delegate, context, registry);
  }
}
