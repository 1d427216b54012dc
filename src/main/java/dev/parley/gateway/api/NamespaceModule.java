package dev.parley.gateway.api;

import dev.parley.kernel.CloseCode;
import java.util.List;

/**
 * A Socket.IO namespace, as the feature that owns it describes it; a CDI bean.
 *
 * <p>Two modules with one path, two rows with one wire name, or a row without a handler keep the
 * application from starting.
 */
public interface NamespaceModule {
  /** The namespace's path, {@code /} or {@code /name}. */
  String path();

  List<? extends InboundEvent> inboundEvents();

  List<? extends OutboundEvent> outboundEvents();

  /** Registers a handler for each row of {@link #inboundEvents}; called once, at start. */
  void register(HandlerRegistry handlers);

  /**
   * Whether a socket that comes back may still be in a room that it was in; runs on its lane,
   * before it is connected, and may block.
   */
  default boolean readmits(ClientSocket socket, String room) {
    return true;
  }

  /**
   * A socket has connected and its welcome was sent; runs on its lane, before its first event. For
   * one that was recovered, too.
   *
   * @throws dev.parley.kernel.ParleyException to refuse the socket after all
   */
  default void connected(ClientSocket socket) {}

  /** A connected socket is gone, its rooms already left; runs on its lane, last of all. */
  default void disconnected(ClientSocket socket, CloseCode code) {}
}
