package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.outbound.Delivery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Takes one event through the chain and its answer back to the client; runs on the lane.
 *
 * <p>Keeps nothing of a socket: one serves all.
 */
final class EventRunner {
  private static final Logger LOG = System.getLogger(EventRunner.class.getName());
  private static final String ERROR_EVENT = "error";

  private final Dispatcher dispatcher;
  private final WireJson json;

  EventRunner(Dispatcher dispatcher, WireJson json) {
    this.dispatcher = dispatcher;
    this.json = json;
  }

  /**
   * Runs an event to its end.
   *
   * @param acknowledge null when the client asked for no ack
   */
  void run(
      GatewaySocket socket,
      Namespace namespace,
      String name,
      Arguments arguments,
      Consumer<Acknowledgement> acknowledge,
      long receivedNanos) {
    EventContext context =
        new EventContext(
            socket,
            name,
            namespace.row(name),
            arguments,
            null,
            acknowledge != null,
            receivedNanos,
            traceId());
    Outcome outcome = dispatcher.dispatch(context);
    try {
      answer(socket, outcome, acknowledge);
    } catch (RuntimeException bug) {
      // The reply's record cannot be written, which no client may be blamed for.
      ErrorReply error = ErrorReply.internal(context.printableName(), null);
      LOG.log(Level.ERROR, "No answer to " + context.label() + ", ref=" + error.ref(), bug);
      answer(socket, new Outcome.Failure(error), acknowledge);
    }
  }

  private void answer(
      GatewaySocket socket, Outcome outcome, Consumer<Acknowledgement> acknowledge) {
    if (acknowledge != null) {
      acknowledge.accept(json.acknowledgement(outcome));
    } else if (outcome instanceof Outcome.Failure failure) {
      sendError(socket, failure.error());
    } else if (outcome instanceof Outcome.Success success
        && success.reply() instanceof Reply.Body body
        && body.event() != null) {
      socket.emit(body.event(), body.body());
    }
  }

  /** Answers an event that is not run, since its sender has sent too much; never blocks. */
  void refuse(
      GatewaySocket socket,
      String name,
      Consumer<Acknowledgement> acknowledge,
      Duration retryAfter) {
    ErrorReply error =
        ErrorReply.of(
            ParleyException.retryAfter(ErrorCode.RATE_LIMITED, retryAfter),
            EventContext.printable(name),
            null);
    answer(socket, new Outcome.Failure(error), acknowledge);
  }

  /** Tells a client of a failure that no ack can carry. */
  void sendError(GatewaySocket socket, ErrorReply error) {
    socket.emitJson(ERROR_EVENT, json.write(error), List.of(), Delivery.ORDERED);
  }

  private static String traceId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    // Never all zeros, which the trace format forbids.
    return hex(random.nextLong() | 1) + hex(random.nextLong());
  }

  private static String hex(long bits) {
    String digits = Long.toHexString(bits);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
