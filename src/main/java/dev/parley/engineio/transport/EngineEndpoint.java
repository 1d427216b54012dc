package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineServer;
import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.session.ServerSession;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/**
 * One Engine.IO WebSocket; an instance serves one connection.
 *
 * <p>A programmatic endpoint, because only for its message handlers does the server check the
 * announced length of a frame before it buffers the frame.
 */
final class EngineEndpoint extends Endpoint {
  private static final Logger LOG = System.getLogger(EngineEndpoint.class.getName());

  private final EngineServer server;
  private final Scheduler scheduler;
  private final Executor executor;
  private final IntSupplier sendCredit;
  private WebSocketSink sink;
  private volatile ServerSession session;
  private InboundMessages messages;

  EngineEndpoint(
      EngineServer server, Scheduler scheduler, Executor executor, IntSupplier sendCredit) {
    this.server = server;
    this.scheduler = scheduler;
    this.executor = executor;
    this.sendCredit = sendCredit;
  }

  @Override
  public void onOpen(Session webSocket, EndpointConfig config) {
    EngineSettings settings = server.settings();
    messages = new InboundMessages(InboundMessages.Limits.of(settings), scheduler, new ToSession());
    int maxFrame = settings.maxPayload();
    webSocket.setMaxTextMessageBufferSize(maxFrame);
    webSocket.setMaxBinaryMessageBufferSize(maxFrame);
    MessageHandler.Partial<String> texts = messages::text;
    MessageHandler.Partial<ByteBuffer> binaries = messages::binary;
    webSocket.addMessageHandler(String.class, texts);
    webSocket.addMessageHandler(ByteBuffer.class, binaries);
    Optional<UpgradeTicket> ticket = UpgradeTicket.redeem(webSocket);
    CloseStyle style = ticket.map(UpgradeTicket::closeStyle).orElse(CloseStyle.PLAIN);
    sink = new WebSocketSink(webSocket, style, settings.sendTimeout(), sendCredit, executor);
    if (ticket.isEmpty()) {
      sink.close(CloseCode.POLICY_VIOLATION);
    } else if (ticket.get().sid().isEmpty()) {
      session = server.open(ticket.get().handshake(), ticket.get().lease(), sink);
    } else {
      session = server.find(ticket.get().sid().get()).orElse(null);
      if (session == null) {
        sink.close(CloseCode.POLICY_VIOLATION);
      } else {
        session.probe(sink);
      }
    }
  }

  @Override
  public void onClose(Session webSocket, CloseReason reason) {
    try {
      end(WebSocketSink.codeOf(reason));
    } finally {
      // The server writes its close frame next, and must not meet a send.
      if (sink != null) {
        sink.ended();
      }
    }
  }

  @Override
  public void onError(Session webSocket, Throwable failure) {
    // A peer that vanishes comes this way too, and is no news.
    LOG.log(
        failure instanceof IOException ? Level.DEBUG : Level.WARNING,
        "A WebSocket failed and is closed.",
        failure);
    end(CloseCode.TRANSPORT_LOST);
  }

  private void end(CloseCode code) {
    if (messages != null) {
      messages.end();
    }
    ServerSession served = session;
    if (served != null) {
      served.channelEnded(sink, code);
    }
  }

  private final class ToSession implements InboundMessages.Receiver {
    @Override
    public void text(String text, int bytes) {
      ServerSession served = session;
      if (served != null) {
        served.text(sink, text, bytes);
      }
    }

    @Override
    public void binary(byte[] bytes) {
      ServerSession served = session;
      if (served != null) {
        served.binary(sink, bytes);
      }
    }

    @Override
    public void broken(CloseCode code) {
      ServerSession served = session;
      if (served != null) {
        served.channelEnded(sink, code);
      }
    }
  }
}
