package dev.parley.platform.lifecycle;

import dev.parley.gateway.api.ClientSocket;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A socket that is only told things. */
final class ToldSocket {
  final List<Object> told = new ArrayList<>();
  final ClientSocket socket;

  ToldSocket(String connectionId) {
    socket =
        (ClientSocket)
            Proxy.newProxyInstance(
                ClientSocket.class.getClassLoader(),
                new Class<?>[] {ClientSocket.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "connectionId" -> connectionId;
                      case "emit" -> {
                        told.add(arguments[1]);
                        yield null;
                      }
                      case "equals" -> proxy == arguments[0];
                      case "hashCode" -> System.identityHashCode(proxy);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
  }

  /** What the last event asked for, which has to be a shutdown. */
  long delayMs() {
    ServerShutdown shutdown = (ServerShutdown) told.get(told.size() - 1);
    if (!shutdown.reconnect()) {
      throw new AssertionError("the client was not asked to come back");
    }
    return shutdown.delayMs();
  }
}
