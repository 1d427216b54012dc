package dev.parley.socketio.session;

import dev.parley.engineio.session.EngineHandler;
import dev.parley.engineio.session.EngineSession;
import dev.parley.engineio.session.EngineSettings;
import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.socketio.protocol.DecoderLimits;
import dev.parley.socketio.protocol.PacketDecoder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Speaks Socket.IO on every session of an Engine.IO server: one connection each, one decoder. */
public class SocketIoHandler implements EngineHandler {
  private final Gateway gateway;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final SocketIoSettings settings;
  private final int outboundBudget;
  private final PacketDecoder decoder;
  private final ConcurrentMap<EngineSession, SocketIoConnection> connections =
      new ConcurrentHashMap<>();

  SocketIoHandler(Gateway gateway, Scheduler scheduler, TimeSource time, Settings settings) {
    this(
        gateway,
        scheduler,
        time,
        SocketIoSettings.of(settings),
        EngineSettings.of(settings).maxPayload(),
        EngineSettings.of(settings).outboundBudget());
  }

  SocketIoHandler(
      Gateway gateway,
      Scheduler scheduler,
      TimeSource time,
      SocketIoSettings settings,
      int maxPayload,
      int outboundBudget) {
    this.gateway = gateway;
    this.scheduler = scheduler;
    this.time = time;
    this.settings = settings;
    this.outboundBudget = outboundBudget;
    this.decoder =
        new PacketDecoder(
            new DecoderLimits(
                maxPayload, settings.maxAttachments(), maxPayload, settings.maxDepth()));
  }

  @Override
  public void onOpen(EngineSession session) {
    SocketIoConnection connection =
        new SocketIoConnection(
            session, gateway, scheduler, time, settings, outboundBudget, decoder);
    connections.put(session, connection);
    connection.opened();
  }

  @Override
  public void onText(EngineSession session, String text) {
    connections.get(session).text(text);
  }

  @Override
  public void onBinary(EngineSession session, byte[] bytes) {
    connections.get(session).binary(bytes);
  }

  @Override
  public void onClose(EngineSession session, CloseCode code) {
    SocketIoConnection connection = connections.remove(session);
    if (connection != null) {
      connection.closed(code);
    }
  }

  /** How many connections are open. */
  int connections() {
    return connections.size();
  }
}
