package dev.parley.gateway.api;

/**
 * What a handler answers; sealed, so that every place that turns it into an ack handles each kind.
 *
 * <p>An ack has one argument, an object with {@code "status":"ok"} beside the body's fields; a raw
 * reply is the exception.
 */
public sealed interface Reply {
  /** Success without a body. */
  static Reply ok() {
    return new Body(null, null);
  }

  /** Success with the fields of a record; dropped when the client asked for no ack. */
  static Reply of(Record body) {
    return new Body(body, null);
  }

  /** Answers a query: as the ack, or, to a client that asked for none, as the event given. */
  static Reply answer(OutboundEvent event, Record body) {
    return new Body(body, event);
  }

  /** Answers with the arguments as they are. */
  static Reply raw(Arguments arguments) {
    return new Raw(arguments);
  }

  /** Either part may be null. */
  record Body(Record body, OutboundEvent event) implements Reply {}

  record Raw(Arguments arguments) implements Reply {}
}
