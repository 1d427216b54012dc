package dev.parley.gateway.dispatch;

import dev.parley.kernel.CloseCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of this node that are connected. Safe on any thread, never blocks. */
final class OpenSockets {
  private static final Logger LOG = System.getLogger(OpenSockets.class.getName());

  private final Set<GatewaySocket> sockets = ConcurrentHashMap.newKeySet();

  void add(GatewaySocket socket) {
    sockets.add(socket);
  }

  void remove(GatewaySocket socket) {
    sockets.remove(socket);
  }

  long count() {
    return sockets.size();
  }

  /**
   * The sockets of a namespace were not told what others said, and cannot be told any more: their
   * clients come back, learn that their sessions are lost, and fetch what there is.
   */
  void missed(String namespace) {
    List<GatewaySocket> deaf =
        sockets.stream().filter(socket -> socket.namespace().equals(namespace)).toList();
    if (!deaf.isEmpty()) {
      LOG.log(Level.WARNING, "{0} sockets of {1} missed messages, and end", deaf.size(), namespace);
      deaf.forEach(socket -> socket.disconnect(CloseCode.MESSAGES_MISSED));
    }
  }

  /**
   * The others took this node for dead, and what it held is no longer its own: its clients come
   * back, to any node, as whom they were.
   */
  void fence() {
    LOG.log(Level.WARNING, "The lease of this node was taken away; {0} sockets end", count());
    sockets.forEach(socket -> socket.disconnect(CloseCode.NODE_FENCED));
  }
}
