package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ControlListener;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/** Hands on what the broker brings: the control log to its listeners, all others to the hub. */
final class Incoming implements Broker.Receiver {
  private static final Logger LOG = System.getLogger(Incoming.class.getName());

  private final Broker.Receiver hub;
  private final List<ControlListener> listeners;
  private final OpenSockets sockets;

  Incoming(Broker.Receiver hub, List<ControlListener> listeners, OpenSockets sockets) {
    this.hub = hub;
    this.listeners = List.copyOf(listeners);
    this.sockets = sockets;
  }

  @Override
  public void receive(LoggedMessage logged) {
    if (isControl(logged.message().log())) {
      tell(listener -> listener.receive(logged));
    } else {
      hub.receive(logged);
    }
  }

  @Override
  public void onGap(String log, Position after, Position until) {
    if (isControl(log)) {
      tell(ControlListener::missed);
    } else {
      hub.onGap(log, after, until);
      sockets.missed(log);
    }
  }

  @Override
  public void onJoined(String log) {
    // Whoever is here already came to a node that had served alone for longer than it should.
    sockets.missed(log);
  }

  @Override
  public void onStoreBack(String log) {
    if (isControl(log)) {
      tell(ControlListener::storeBack);
    }
  }

  private void tell(Consumer<ControlListener> call) {
    for (ControlListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException bug) {
        // The others have to hear of it all the same.
        LOG.log(Level.ERROR, "A control message was lost on a listener", bug);
      }
    }
  }

  private static boolean isControl(String log) {
    return log.equals(ClusterMessage.CONTROL_LOG);
  }
}
