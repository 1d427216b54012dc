package dev.parley.plainws;

import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.transport.CloseThreads;
import dev.parley.engineio.transport.HandshakeConfigurator;
import dev.parley.engineio.transport.InboundMessages;
import dev.parley.gateway.api.Gateway;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.outbound.WriteStripe;
import dev.parley.socketio.protocol.PayloadReader;
import dev.parley.socketio.session.SocketIoSettings;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The connections of {@code /ws}, and what they share. Safe on any thread. */
public class PlainConnections {
  private final Gateway gateway;
  private final Scheduler scheduler;
  private final EngineSettings settings;
  private final PayloadReader reader;
  private final Executor closing;
  private final CloseThreads pinging;
  private final Supplier<WriteStripe> stripes;
  private final IntSupplier sendCredit;
  private final Set<PlainConnection> open = ConcurrentHashMap.newKeySet();
  private volatile CloseCode closingAll;

  PlainConnections(
      Gateway gateway,
      Scheduler scheduler,
      Settings settings,
      Executor closing,
      CloseThreads pinging,
      Supplier<WriteStripe> stripes,
      IntSupplier sendCredit) {
    this.gateway = gateway;
    this.scheduler = scheduler;
    this.closing = closing;
    this.pinging = pinging;
    this.stripes = stripes;
    this.sendCredit = sendCredit;
    this.settings = EngineSettings.of(settings);
    this.reader = new PayloadReader(SocketIoSettings.of(settings).maxDepth());
  }

  /** How many are open. */
  public int openConnections() {
    return open.size();
  }

  /** For each connection that is open now, what closes it once all that waits was written. */
  public List<Runnable> closers(CloseCode code) {
    return open.stream()
        .<Runnable>map(connection -> () -> connection.closeAfterFlush(code))
        .toList();
  }

  /** Closes every connection at once, and from now on each that is still opened. */
  public void closeAll(CloseCode code) {
    closingAll = code;
    open.forEach(connection -> connection.close(code));
  }

  EngineSettings settings() {
    return settings;
  }

  IntSupplier sendCredit() {
    return sendCredit;
  }

  Executor closing() {
    return closing;
  }

  Executor pinging() {
    return pinging;
  }

  /** Pings nobody any more. */
  void stop() {
    pinging.close();
  }

  /** The connection of a WebSocket that has opened; the lease goes back when it ends. */
  PlainConnection accept(PlainChannel channel, Lease lease) {
    PlainConnection[] self = new PlainConnection[1];
    PlainConnection connection =
        new PlainConnection(
            channel,
            settings,
            stripes.get(),
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
    CloseCode code = closingAll;
    if (code != null) {
      connection.close(code);
    }
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
