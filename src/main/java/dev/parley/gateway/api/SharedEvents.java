package dev.parley.gateway.api;

import dev.parley.kernel.CloseCode;
import java.util.List;

/**
 * Events and steps that every namespace has, as {@code authenticated} and {@code auth:refresh}; a
 * CDI bean.
 */
public interface SharedEvents {
  List<? extends InboundEvent> inboundEvents();

  List<? extends OutboundEvent> outboundEvents();

  void register(HandlerRegistry handlers);

  /** Runs on the socket's lane right after CONNECT was answered, before the namespace's module. */
  default void connected(ClientSocket socket) {}

  /** Runs on the socket's lane after the namespace's module has let go of the socket. */
  default void disconnected(ClientSocket socket, CloseCode code) {}
}
