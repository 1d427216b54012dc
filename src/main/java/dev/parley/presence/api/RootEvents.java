package dev.parley.presence.api;

import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.OutboundEvent;
import java.util.List;

/**
 * Events that another feature adds to the namespace {@code /}; a CDI bean.
 *
 * <p>A namespace has one module, and {@code /} carries the events of several features.
 */
public interface RootEvents {
  List<? extends InboundEvent> inboundEvents();

  List<? extends OutboundEvent> outboundEvents();

  /** Registers a handler for each inbound row; called once, at start. */
  void register(HandlerRegistry handlers);
}
