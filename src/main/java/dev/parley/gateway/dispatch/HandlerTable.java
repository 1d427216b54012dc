package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.EventHandler;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the handlers of one list of rows. */
final class HandlerTable implements HandlerRegistry {
  private final String path;
  private final List<? extends InboundEvent> rows;
  private final Map<InboundEvent, EventHandler<?>> handlers = new HashMap<>();

  HandlerTable(String path, List<? extends InboundEvent> rows) {
    this.path = path;
    this.rows = rows;
  }

  @Override
  public <P extends Record> void on(InboundEvent event, Class<P> payload, EventHandler<P> handler) {
    if (!rows.contains(event)) {
      throw new IllegalStateException("A handler for a foreign row: " + name(event));
    }
    if (payload != event.payload()) {
      throw new IllegalStateException(
          "The handler of "
              + name(event)
              + " takes "
              + payload.getName()
              + ", its row says "
              + event.payload().getName());
    }
    if (handlers.putIfAbsent(event, handler) != null) {
      throw new IllegalStateException("Two handlers for " + name(event));
    }
  }

  /** A handler for each row, or the reason why the application must not start. */
  Map<InboundEvent, EventHandler<?>> complete() {
    for (InboundEvent row : rows) {
      if (!handlers.containsKey(row)) {
        throw new IllegalStateException("No handler for " + name(row));
      }
    }
    return handlers;
  }

  private String name(InboundEvent event) {
    return event.wireName() + " of " + path;
  }
}
