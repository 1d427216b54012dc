package dev.parley.gateway.api;

/** Collects the handlers of one namespace at start. */
public interface HandlerRegistry {
  /**
   * Registers the handler of a row.
   *
   * @throws IllegalStateException when the row has a handler already, is not of this namespace, or
   *     names another payload record; the application then refuses to start
   */
  <P extends Record> void on(InboundEvent event, Class<P> payload, EventHandler<P> handler);
}
