package dev.parley.bench.load;

import java.nio.ByteBuffer;

/** A session on one WebSocket from the start. */
final class WebSocketLink implements EngineLink, WebSocketWire.Listener {
  static final String TARGET = "/socket.io/?EIO=4&transport=websocket";

  private final WebSocketWire wire;
  private final Route route;
  private final Listener listener;

  WebSocketLink(EventLoop loop, String target, Route route, Listener listener) {
    this.wire = new WebSocketWire(loop, target, this);
    this.route = route;
    this.listener = listener;
  }

  @Override
  public void dial() {
    wire.dial(route);
  }

  @Override
  public void opened() {
    listener.settled();
  }

  @Override
  public void text(ByteBuffer payload) {
    listener.packet(payload);
  }

  @Override
  public void ended(String why) {
    listener.ended(why);
  }

  @Override
  public void send(Message message) {
    wire.send(message);
  }

  @Override
  public void leave() {
    wire.leave();
  }

  @Override
  public void abort() {
    wire.abort();
  }

  @Override
  public void stall() {
    wire.stall();
  }
}
