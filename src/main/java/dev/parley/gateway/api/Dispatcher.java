package dev.parley.gateway.api;

/**
 * The one way to a handler.
 *
 * <p>Six CDI decorators stand round it, outermost first: logging, metrics, error mapping,
 * authorization, throttling, validation. Outside error mapping nothing but an {@link Outcome} is
 * seen; inside it a failure is an exception.
 */
public interface Dispatcher {
  /** Runs one event to its end, on the calling lane. */
  Outcome dispatch(EventContext context);
}
