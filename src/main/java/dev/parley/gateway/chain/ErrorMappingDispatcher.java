package dev.parley.gateway.chain;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.kernel.ParleyException;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Turns whatever is thrown further in into the one error shape.
 *
 * <p>An expected failure says what it is. Anything else is a bug: the client gets INTERNAL and a
 * reference, the log gets the same reference and the stack trace.
 */
@Decorator
@Priority(ChainPriority.ERROR_MAPPING)
class ErrorMappingDispatcher implements Dispatcher {
  private static final Logger LOG = System.getLogger(ErrorMappingDispatcher.class.getName());
  private static final String TEMP_ID = "tempId";
  private static final int TEMP_ID_LENGTH = 64;

  private final Dispatcher delegate;

  @Inject
  ErrorMappingDispatcher(@Delegate Dispatcher delegate) {
    this.delegate = delegate;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    try {
      return delegate.dispatch(context);
    } catch (ParleyException failure) {
      return new Outcome.Failure(ErrorReply.of(failure, context.printableName(), tempId(context)));
    } catch (Throwable bug) {
      ErrorReply error = ErrorReply.internal(context.printableName(), tempId(context));
      LOG.log(
          Level.ERROR,
          "event="
              + context.label()
              + " failed, ref="
              + error.ref()
              + " traceId="
              + context.traceId(),
          bug);
      return new Outcome.Failure(error);
    }
  }

  /** The client's own id, taken from what it sent, since the payload may never have been bound. */
  private static String tempId(EventContext context) {
    var values = context.arguments().values();
    if (values.isEmpty()
        || !(values.get(0) instanceof JsonObject payload)
        || !(payload.get(TEMP_ID) instanceof JsonString tempId)) {
      return null;
    }
    return tempId.getString().length() <= TEMP_ID_LENGTH ? tempId.getString() : null;
  }
}
