package dev.parley.socketio.session;

import dev.parley.engineio.session.EngineSession;
import dev.parley.engineio.session.Transport;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Remembers what it was told. */
final class FakeEngineSession implements EngineSession {
  final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
  final AtomicReference<CloseCode> closed = new AtomicReference<>();
  final AtomicReference<CloseCode> closedAfterFlush = new AtomicReference<>();

  /** Text frames as they are, binary ones as {@code b:} and their bytes in Latin-1. */
  List<String> frames() {
    return sent.stream()
        .flatMap(message -> message.frames().stream())
        .map(
            frame ->
                frame instanceof Frame.Text text
                    ? text.text()
                    : "b:"
                        + new String(((Frame.Binary) frame).bytes(), StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Override
  public String sid() {
    return "the-secret-sid";
  }

  @Override
  public Handshake handshake() {
    return new Handshake(
        "127.0.0.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "socket.io");
  }

  @Override
  public Transport transport() {
    return Transport.WEBSOCKET;
  }

  @Override
  public void send(OutboundMessage message) {
    if (isOpen()) {
      sent.add(message);
    }
  }

  @Override
  public void close(CloseCode code) {
    closed.compareAndSet(null, code);
  }

  @Override
  public void closeAfterFlush(CloseCode code) {
    closedAfterFlush.compareAndSet(null, code);
  }

  @Override
  public boolean isOpen() {
    return closed.get() == null && closedAfterFlush.get() == null;
  }

  @Override
  public long queuedBytes() {
    return 0;
  }
}
