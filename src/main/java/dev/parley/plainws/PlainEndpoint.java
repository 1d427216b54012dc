package dev.parley.plainws;

import dev.parley.engineio.transport.CloseStyle;
import dev.parley.engineio.transport.InboundMessages;
import dev.parley.engineio.transport.UpgradeTicket;
import dev.parley.engineio.transport.WebSocketSink;
import dev.parley.kernel.CloseCode;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One WebSocket of {@code /ws}; an instance serves one connection. */
final class PlainEndpoint extends Endpoint {
  private static final System.Logger LOG = System.getLogger(PlainEndpoint.class.getName());

  private final PlainConnections connections;
  private WebSocketSink sink;
  private volatile PlainConnection connection;
  private volatile InboundMessages messages;

  PlainEndpoint(PlainConnections connections) {
    this.connections = connections;
  }

  @Override
  public void onOpen(Session webSocket, EndpointConfig config) {
    sink =
        new WebSocketSink(
            webSocket,
            CloseStyle.PLAIN,
            connections.settings().sendTimeout(),
            connections.sendCredit(),
            connections.closing());
    Optional<UpgradeTicket> ticket = UpgradeTicket.redeem(webSocket);
    if (ticket.isEmpty()) {
      sink.close(CloseCode.POLICY_VIOLATION);
      return;
    }
    int maxFrame = connections.settings().maxPayload();
    webSocket.setMaxTextMessageBufferSize(maxFrame);
    webSocket.setMaxBinaryMessageBufferSize(maxFrame);
    connection =
        connections.accept(new PingingChannel(sink, connections.pinging()), ticket.get().lease());
    messages = connections.inbound(connection);
    MessageHandler.Partial<String> texts = messages::text;
    MessageHandler.Partial<ByteBuffer> binaries = messages::binary;
    MessageHandler.Whole<PongMessage> pongs = pong -> connection.pong();
    connections.open(
        connection, PlainHandshake.namespace(webSocket.getQueryString()), ticket.get().handshake());
    webSocket.addMessageHandler(String.class, texts);
    webSocket.addMessageHandler(ByteBuffer.class, binaries);
    webSocket.addMessageHandler(PongMessage.class, pongs);
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
    LOG.log(Level.DEBUG, "A WebSocket failed.", failure);
    end(CloseCode.TRANSPORT_LOST);
  }

  private void end(CloseCode code) {
    if (messages != null) {
      messages.end();
    }
    if (connection != null) {
      connection.close(code);
    }
  }
}
