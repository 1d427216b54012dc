package dev.parley.plainws;

import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.transport.HandshakeConfigurator;
import dev.parley.engineio.transport.InboundMessages;
import dev.parley.gateway.api.Gateway;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.socketio.protocol.PayloadReader;
import dev.parley.socketio.session.SocketIoSettings;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The connections of {@code /ws}, and what they share. Safe on any thread. */
public class PlainConnections {
  private final Gateway gateway;
  private final Scheduler scheduler;
  private final EngineSettings settings;
  private final PayloadReader reader;
  private final Executor executor;
  private final Set<PlainConnection> open = ConcurrentHashMap.newKeySet();

  PlainConnections(Gateway gateway, Scheduler scheduler, Settings settings, Executor executor) {
    this.gateway = gateway;
    this.scheduler = scheduler;
    this.executor = executor;
    this.settings = EngineSettings.of(settings);
    this.reader = new PayloadReader(SocketIoSettings.of(settings).maxDepth());
  }

  /** How many are open. */
  public int openConnections() {
    return open.size();
  }

  /** Closes every connection at once. */
  public void closeAll(CloseCode code) {
    open.forEach(connection -> connection.close(code));
  }

  EngineSettings settings() {
    return settings;
  }

  Executor executor() {
    return executor;
  }

  /** The connection of a WebSocket that has opened; the lease goes back when it ends. */
  PlainConnection accept(PlainChannel channel, Lease lease) {
    PlainConnection[] self = new PlainConnection[1];
    PlainConnection connection =
        new PlainConnection(
            channel,
            settings,
            scheduler,
            reader,
            () -> {
              open.remove(self[0]);
              lease.release();
            });
    self[0] = connection;
    open.add(connection);
    return connection;
  }

  void open(PlainConnection connection, String namespace, Handshake handshake) {
    connection.open(gateway, namespace, handshake);
  }

  InboundMessages inbound(PlainConnection connection) {
    return new InboundMessages(InboundMessages.Limits.of(settings), scheduler, connection);
  }

  ServerEndpointConfig endpoint(String path) {
    return ServerEndpointConfig.Builder.create(PlainEndpoint.class, path)
        .subprotocols(List.of(PlainHandshake.SUBPROTOCOL))
        .configurator(new Configurator(this))
        .build();
  }

  private static final class Configurator extends HandshakeConfigurator {
    Configurator(PlainConnections connections) {
      super(() -> new PlainEndpoint(connections));
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
      return PlainHandshake.negotiated(requested);
    }
  }
}
