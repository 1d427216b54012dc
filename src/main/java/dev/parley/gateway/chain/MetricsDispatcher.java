package dev.parley.gateway.chain;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.meter.GatewayMeters;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.kernel.TimeSource;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;

/** Counts and times each event, and counts its error when there is one. */
@Decorator
@Priority(ChainPriority.METRICS)
class MetricsDispatcher implements Dispatcher {
  private final Dispatcher delegate;
  private final GatewayMeters meters;
  private final TimeSource time;

  @Inject
  MetricsDispatcher(@Delegate Dispatcher delegate, GatewayMeters meters, TimeSource time) {
    this.delegate = delegate;
    this.meters = meters;
    this.time = time;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    Outcome outcome = delegate.dispatch(context);
    String event = context.label();
    meters.count(GatewayMetric.MESSAGES_RECEIVED, event, 1);
    meters.time(GatewayMetric.EVENT_DURATION, event, time.nanoTime() - context.receivedNanos());
    if (outcome instanceof Outcome.Failure failure) {
      meters.count(GatewayMetric.ERRORS, failure.code(), 1);
    }
    return outcome;
  }
}
