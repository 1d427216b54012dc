package dev.parley.testing.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Engine.IO over one WebSocket; writers take turns. */
final class WebSocketLink implements EngineLink {
  private static final Duration IDLE_BOUND = Duration.ofMinutes(5);

  private final RawEngine engine;
  private final RawWebSocket socket;

  WebSocketLink(RawEngine engine, RawWebSocket socket) {
    this.engine = engine;
    this.socket = socket;
  }

  @Override
  public void start() {
    EngineLink.onThread("raw-engine-websocket", this::read);
  }

  private void read() {
    try {
      Incoming incoming = socket.next(IDLE_BOUND);
      while (!incoming.isEnd()) {
        accept(incoming);
        incoming = socket.next(IDLE_BOUND);
      }
      engine.ended(this, incoming);
    } catch (IOException | AssertionError broken) {
      byte[] why = broken.toString().getBytes(StandardCharsets.UTF_8);
      engine.ended(this, new Incoming(Incoming.Kind.RESET, true, why, System.nanoTime()));
    }
  }

  private void accept(Incoming incoming) throws IOException {
    switch (incoming.kind()) {
      case TEXT -> engine.received(this, new EnginePacket(incoming.text(), null, incoming.nanos()));
      case BINARY ->
          engine.received(this, new EnginePacket(null, incoming.payload(), incoming.nanos()));
      case PING -> pong(incoming.payload());
      default -> throw new AssertionError("unexpected frame " + incoming);
    }
  }

  private synchronized void pong(byte[] payload) throws IOException {
    socket.frame(true, Incoming.Kind.PONG, payload);
  }

  @Override
  public synchronized void send(String packet) throws IOException {
    socket.text(packet);
  }

  @Override
  public synchronized void sendBinary(byte[] bytes) throws IOException {
    socket.binary(bytes);
  }

  @Override
  public void retire() {
    close();
  }

  @Override
  public void close() {
    socket.close();
  }
}
